/** The Syncthings of a person between two laptops, as they are set up and as they fail: the real program. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askForLook } from '../../src-main/commons/person-syncthing/on-machine/answers.ts'
import { carriedAmong } from '../../src-main/commons/person-syncthing/on-pair/carried.ts'
import { waitForSyncthing } from '../../src-main/commons/person-syncthing/on-pair/wait-for-syncthing.ts'
import { planSyncthing, syncthingNotices } from '../../src-main/domains/home-sync/on-pair/syncthing/plan-syncthing.ts'
import { bundleChild } from './bundle-child.ts'
import { createSyncthings, share, type Side, type Syncthings } from './person-syncthings.ts'

const documents = [{ id: 'Documents', place: 'Documents' }] as const

describe('the Syncthings of a person', () => {
  let top: string
  let both: Syncthings
  let from: Side
  let to: Side

  beforeAll(async () => {
    top = mkdtempSync(path.join(tmpdir(), 'person-syncthings-'))
    chmodSync(top, 0o755)
    const program = path.join(top, 'person-syncthing.mjs')
    await bundleChild('../../src-main/agent/person-syncthing-main.ts', program)
    both = await createSyncthings(top, program)
    ;({ from, to } = both)
    for (let index = 0; index < 39; index += 1) from.write(`Documents/${index}`, `${index}\n`)
    await Promise.all([from.start(), to.start()])
    await share(both, documents)
    await isShared()
  })
  afterAll(async () => {
    await Promise.all([from, to].map((side) => side.stop('SIGKILL')))
    rmSync(top, { recursive: true, force: true })
  })

  const wait = () => waitForSyncthing(both.pair, { mostMs: 60_000 })
  /** What a plan says of them. */
  const told = async () => {
    const plan = await planSyncthing(both.pair, { answered: { 'home:/syncthing': 'leave' } })
    const blocks = syncthingNotices({ syncthing: plan }, both.pair)
    return blocks.flatMap((block) => (block.kind === 'notice' ? [`${block.title}. ${block.text}`] : [])).join('\n')
  }
  async function isShared(): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      const { shared, behind } = await wait()
      if (shared.length > 0 && behind.length === 0) return
    }
    expect(await wait()).toMatchObject({ shared: [{ id: 'Documents' }], behind: [] })
  }
  /** Of settings that are changed while it runs: it writes its own over them five seconds after the last change of its own. */
  const toldOf = async (change: (text: string) => string): Promise<string> => {
    const before = to.config()
    const changed = change(before)
    try {
      for (let tries = 0; tries < 20; tries += 1) {
        to.editConfig(() => changed)
        const said = await told()
        if (to.config() === changed) return said
      }
      throw new Error('Its settings are written again and again.')
    } finally {
      to.editConfig(() => before)
    }
  }
  const restarted = async (side: Side, change: (text: string) => string): Promise<void> => {
    await side.stop()
    side.editConfig(change)
    await side.start()
  }

  it('are found with a password for their page, and with TLS', async () => {
    const before = to.config()
    await restarted(to, (text) =>
      text
        .replace('tls="false"', 'tls="true"')
        .replace('<apikey>', '<user>alice</user><password>$2a$10$abcdefghijklmnopqrstuv</password><apikey>'),
    )
    await isShared()
    await restarted(to, () => before)
    await isShared()
  })

  it('are found at a socket', async () => {
    const before = to.config()
    const at = `127.0.0.1:${to.port}`
    await to.stop()
    to.editConfig((text) => text.replace(`<address>${at}<`, `<address>${to.person.home}/gui.sock<`))
    void to.start().catch(() => undefined)
    await isShared()
    await restarted(to, () => before)
    await isShared()
  })

  it('are done with a folder of which one ignores a file, which is ours', async () => {
    await to.rest('POST', '/rest/db/ignores?folder=Documents', { ignore: ['7'] })
    to.write('Documents/7', 'otherwise\n')
    await isShared()
    const { shared, ignoring } = await wait()
    expect(ignoring).toEqual(['Documents'])
    const carried = await carriedAmong(both.pair, shared, ['Documents/7', 'Documents/8'], {})
    expect(carried).toEqual([{ path: 'Documents/8', target: 'all' }])
    expect(await told()).toContain('What it ignores of Documents on one laptop is copied.')
    await to.rest('POST', '/rest/db/ignores?folder=Documents', { ignore: [] })
    await isShared()
  })

  it.each(['receiveonly', 'sendonly'])('leave a folder to us that is %s on one of them', async (type) => {
    await to.rest('PATCH', '/rest/config/folders/Documents', { type })
    expect(await told()).toContain('Documents is copied. Syncthing carries it in one direction only on XPS')
    await to.rest('PATCH', '/rest/config/folders/Documents', { type: 'sendreceive' })
    await isShared()
  })

  it('leave a folder to us that has lost its marker', async () => {
    rmSync(path.join(to.person.home, 'Documents/.stfolder'), { recursive: true })
    await to.rest('POST', '/rest/db/scan?folder=Documents').catch(() => undefined)
    expect(await told()).toContain("Documents is copied. Syncthing can't read it on XPS")
    to.write('Documents/.stfolder', '')
    await to.rest('POST', '/rest/db/scan?folder=Documents').catch(() => undefined)
    await isShared()
  })

  it('are told to refuse their own key, where somebody has put another one into the settings', async () => {
    const said = await toldOf((text) => text.replace(/<apikey>.*<\/apikey>/, '<apikey>another-one</apikey>'))
    expect(said).toContain('Syncthing on XPS refuses its own key. Its folders are copied like any others.')
  })

  it('are told to have settings that cannot be read, where these are cut off', async () => {
    const said = await toldOf((text) => text.slice(0, text.length / 2))
    expect(said).toContain("The settings of Syncthing on XPS can't be read")
    await isShared()
  })

  it('are told not to answer, where what asks them hangs', async () => {
    const hangs = path.join(top, 'hangs.mjs')
    writeFileSync(hangs, 'setInterval(() => undefined, 1e6)\n')
    const { person } = to
    const found = await askForLook(person, { ask: 'look', home: person.home }, { program: hangs }, 500)
    expect(found).toMatchObject({ kind: 'silent', why: 'no-answer' })
  })

  it('end what waits for them when one is killed, and are told not to run', async () => {
    from.write('Documents/later', 'later\n')
    const waiting = waitForSyncthing(both.pair, { mostMs: 60_000, report: () => void to.stop('SIGKILL') })
    expect(await waiting).toMatchObject({ shared: [], behind: [], away: { side: 'to' } })
    await to.stop('SIGKILL')
    expect(await told()).toContain('Syncthing does not run on XPS. Its folders are copied like any others.')
    await to.start()
    await isShared()
  })

  it('carry a whole home as one folder', async () => {
    for (const side of [from, to]) side.write('.stignore', '/.config\n/Documents\n/.local\n')
    await share(both, [{ id: 'home', place: '' }])
    from.write('at-the-top', 'one\n')
    await isShared()
    const { shared } = await wait()
    expect(shared).toContainEqual({ id: 'home', label: 'home', place: '' })
    const carried = await carriedAmong(both.pair, shared, ['at-the-top', '.config/x', 'Documents/8'], {})
    expect(carried.map((one) => one.path).sort()).toEqual(['Documents/8', 'at-the-top'])
  })
})
