/** Files that come from the other laptop: without room, and killed while they are put into their places. */
import { spawn } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { readSets } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { describeSource } from '../../src-main/domains/files/on-machine/restore/read-source.ts'
import { createReceiving } from '../../src-main/domains/files/on-machine/restore/restore-received.ts'
import { sweepRestores } from '../../src-main/domains/files/on-machine/restore/sweep.ts'
import { toAppError } from '../../src-main/kernel/app-error.ts'
import { bundleChild } from './bundle-child.ts'
import { makePracticePlace, type PracticePlace } from './files-place.ts'

let place: PracticePlace
afterEach(() => place.remove())

let count = 0
/** As the other laptop would describe it, and looked at as a client does. */
async function plan(setId: string, name: string) {
  const choice = { setId, subvolume: 'home', paths: [`alice/${name}`] }
  const from = await describeSource(place.places.stateFolder, choice, {})
  const { digest } = await createReceiving().inspect(place.places, { from, place: 'original' }, {})
  return { operationId: `restore-${process.pid}-${(count += 1)}`, from, place: 'original' as const, digest }
}
const receive = (request: Awaited<ReturnType<typeof plan>>) =>
  createReceiving().receive(place.places, { runFolder: place.runFolder, bootId: 'boot' }, request, place.options)

it('is refused before a snapshot is taken when there is no room; holes and further names need none', async () => {
  place = makePracticePlace(600)
  place.bash(`mkdir d; head -c 100M /dev/urandom > d/large; ln d/large d/a; ln d/large d/b; ln d/large d/c
    truncate -s 10G d/sparse; echo end >> d/sparse; sync -f .`)
  const id = await place.take()
  const request = await plan(id, 'd')
  place.bash('fallocate -l $(($(df --output=avail -B 1 . | tail -1) - 50000000)) fill; sync -f .')
  const before = readSets(place.places.stateFolder).length
  expect(await receive(request).catch(toAppError)).toMatchObject({
    code: 'disk-full',
    message: expect.stringMatching(/^Needs 0\.1 GB, but only .* are free on the receiving laptop\.$/) as string,
  })
  expect(await plan(id, 'd').catch(toAppError)).toMatchObject({ code: 'disk-full' })
  expect(readSets(place.places.stateFolder)).toHaveLength(before)
  expect(readdirSync(place.home)).toEqual(['alice'])
})

const files = 2_000
const fill = (word: string): string => place.bash(`mkdir -p d; for i in {1..${files}}; do echo ${word} > d/$i; done`)

/** Started as the agent would be; killed as soon as the first file comes into its place. */
async function killWhilePlacing(request: Awaited<ReturnType<typeof plan>>, root: string): Promise<string> {
  const program = path.join(place.places.stateFolder, 'child.mjs')
  await bundleChild('restore-received-child.ts', program)
  const order = path.join(place.places.stateFolder, 'order.json')
  writeFileSync(order, JSON.stringify({ places: place.places, request, runFolder: place.runFolder, root }))
  const child = spawn(process.execPath, [program, order], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (data: Buffer) => (said += data.toString()))
  const closed = new Promise((resolve) => child.once('close', resolve))
  const changedAt = () => statSync(path.join(place.home, 'alice/d')).mtimeMs
  while (said === '' && child.exitCode === null) await turn()
  const arrivedAt = changedAt()
  while (changedAt() === arrivedAt && child.exitCode === null) await turn()
  child.kill('SIGKILL')
  await closed
  return said
}

it('keeps every file whole when it is killed while placing, and two agents that start then clear up', async () => {
  place = makePracticePlace()
  fill('then')
  const id = await place.take()
  fill('now')
  const root = place.inSet(id, 'home')
  expect(await killWhilePlacing(await plan(id, 'd'), root)).toBe('arrived\n')
  const words = place.bash('cat d/* | sort | uniq -c | sed "s/^ *//"; ls d | wc -l')
  expect(words).toMatch(new RegExp(`^\\d+ now\n\\d+ then\n${files}\n$`))
  const [kept] = readSets(place.places.stateFolder).filter((set) => set.id !== id)
  expect(place.bash('cat d/* | sort -u', place.inSet(kept?.id ?? '', 'home/alice'))).toBe('now\n')
  await Promise.all([sweepRestores(place.places, {}), sweepRestores(place.places, {})])
  expect(readdirSync(place.home)).toEqual(['alice'])
  expect(place.bash('find . -name ".pc-switcher-*"')).toBe('')
  expect(readdirSync(path.join(place.places.stateFolder, 'restores'))).toEqual([])
})
