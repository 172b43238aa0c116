/** Undoing a switch under a Syncthing between both laptops: nothing moves until the person has said which state counts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, laptops } from '../laptops-alice.ts'
import {
  homeContents,
  joinSyncthings,
  rest,
  startSyncthing,
  stopSyncthing,
  untilSame,
} from '../laptops-person-syncthing.ts'
import { pcSwitcher, proofOf, restartToRollBack, switchTo, until, call } from '../laptops-product.ts'

const alice = (host: Host, script: string) => shellOn(host, asAlice(script))
const kinds = ['same', 'edited-there', 'edited-here', 'deleted-there', 'deleted-here']
const numbers = Array.from({ length: 10 }, (_, index) => index)
const filesOf = (kind: string) => numbers.map((number) => `${kind}-${number}`).join(' ')

const contents = (host: Host) => homeContents(host, 'Documents')
const conflicts = (host: Host) => alice(host, "find . -name '*.sync-conflict-*' | wc -l")
const folderOf = (host: Host) => rest(host, 'GET', '/rest/config/folders/Documents')

/** The target works on, and so does the source; Syncthing brings each the other's work. */
async function workOnBoth(): Promise<void> {
  await alice(
    'p17',
    `cd Documents/work; for f in ${filesOf('edited-there')}; do echo there > $f; done; rm ${filesOf('deleted-there')}; echo new > new-there`,
  )
  await alice(
    'xps',
    `cd Documents/work; for f in ${filesOf('edited-here')}; do echo here > $f; done; rm ${filesOf('deleted-here')}; echo new > new-here`,
  )
  await untilSame('Documents')
}

const held = async (host: Host) => (await call(host, calls.syncthingHeld, {})).laptops

interface Undone {
  /** Of xps before the switch, and of both before the undo. */
  readonly goneBackTo: string
  readonly before: string
}

async function switchWorkAndUndo(): Promise<Undone> {
  await alice(
    'p17',
    `cd Documents/work; for f in ${kinds.map(filesOf).join(' ')}; do echo "$f" > $f; done; rm -f new-*`,
  )
  await untilSame('Documents')
  const goneBackTo = await contents('xps')
  expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
  await workOnBoth()
  const before = await contents('xps')
  expect(before).not.toBe(goneBackTo)
  const undo = await pcSwitcher('xps', ['undo', '--yes'])
  expect(undo.exitCode).toBe(0)
  expect(JSON.stringify(undo.messages)).toContain('Syncthing then waits with Alone, Documents')
  await restartToRollBack()
  await startSyncthing('xps')
  return { goneBackTo, before }
}

/** Syncthing runs and is connected, and has done nothing. */
async function expectNothingMoved({ goneBackTo, before }: Undone): Promise<void> {
  await untilConnected('xps')
  expect(await folderOf('xps')).toMatchObject({ paused: true })
  expect(await contents('xps')).toBe(goneBackTo)
  expect(await contents('p17')).toBe(before)
}

async function untilConnected(host: Host): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { connections } = (await rest(host, 'GET', '/rest/system/connections')) as {
      readonly connections: Readonly<Record<string, { readonly connected: boolean }>>
    }
    if (Object.values(connections).some(({ connected }) => connected)) return
  }
  throw new Error(`${host} is connected with nobody`)
}

/** Each restarts a laptop. */
describe('a rollback under a Syncthing between both laptops', { timeout: 600_000 }, () => {
  beforeAll(async () => {
    await alice('p17', 'mkdir -p Documents/work')
    expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
    expect(proofOf(await switchTo('xps', 'p17')).verified).toBe(true)
    const ids = await joinSyncthings(['Documents'])
    await untilSame('Documents')
    // One that nobody else has, and one that xps only sends.
    const own = (id: string) => ({ id, label: id, path: `~/${id}` })
    await rest('xps', 'PUT', '/rest/config/folders/Alone', own('Alone'))
    const sent = { ...own('Sent'), type: 'sendonly', devices: [{ deviceID: ids.p17 }] }
    await rest('xps', 'PUT', '/rest/config/folders/Sent', sent)
  })
  afterAll(async () => {
    for (const host of laptops) await stopSyncthing(host)
  })

  it('moves nothing before the answer, and brings the newer files back without a conflict file', async () => {
    const undone = await switchWorkAndUndo()
    await expectNothingMoved(undone)
    const three = ['Alone', 'Documents', 'Sent'].map((label) => ({ label }))
    const asked = await pcSwitcher('xps', ['syncthing'])
    expect(asked.messages).toMatchObject([{ type: 'syncthing-held', laptops: [{ folders: three, devices: ['p17'] }] }])
    // Written since: it stays, whatever comes back.
    await alice('xps', 'echo since > Documents/work/edited-there-1; echo since > Documents/work/since')
    const told = await pcSwitcher('xps', ['syncthing', 'newer'])
    expect(told.exitCode).toBe(0)
    // What is only sent gets nothing newer, and still waits.
    expect(await held('xps')).toMatchObject([{ folders: [{ label: 'Sent' }] }])
    expect((await pcSwitcher('xps', ['syncthing', 'newer'])).exitCode).not.toBe(0)
    expect((await pcSwitcher('xps', ['syncthing', 'paused'])).messages).toMatchObject([{ laptops: [] }])
    expect(await rest('xps', 'GET', '/rest/config/folders/Sent')).toMatchObject({ paused: true, type: 'sendonly' })
    expect(await rest('xps', 'GET', '/rest/config/folders/Alone')).toMatchObject({ paused: false })
    await untilSame('Documents')
    const [kept] = (
      await alice(
        'xps',
        'cat Documents/work/edited-there-1.sync-conflict-* Documents/work/since; rm Documents/work/*.sync-conflict-* Documents/work/since',
      )
    ).split('\n\n')
    expect(kept).toBe('since\nsince\n')
    await untilSame('Documents')
    expect(await contents('xps')).toBe(undone.before)
    expect(await folderOf('xps')).toMatchObject({ paused: false, type: 'sendreceive' })
    expect(await Promise.all(laptops.map(conflicts))).toEqual(['0\n', '0\n'])
  })

  it('makes the state that it went back to that of both, where that is chosen, once the other one is there', async () => {
    const undone = await switchWorkAndUndo()
    await expectNothingMoved(undone)
    await stopSyncthing('p17')
    const told = await pcSwitcher('xps', ['syncthing', 'this'])
    expect(told.exitCode).toBe(0)
    expect(await held('xps')).toMatchObject([{ choice: 'this' }])
    expect(JSON.stringify(told.messages)).toContain('No other device that has Documents is connected')
    expect(await folderOf('xps')).toMatchObject({ paused: true, type: 'sendreceive' })
    await startSyncthing('p17')
    await until('Syncthing has gone on', async () => (await held('xps')).length === 0, 240_000)
    await untilSame('Documents')
    expect(await contents('xps')).toBe(undone.goneBackTo)
    expect(await folderOf('xps')).toMatchObject({ paused: false, type: 'sendreceive' })
    expect(await Promise.all(laptops.map(conflicts))).toEqual(['0\n', '0\n'])
  })
})
