/** Folders of documents that are live: there on the other laptop without a switch, and what half of would be worse than nothing never. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calls } from '../../src-main/contract/calls.ts'
import { liveSchema, type Live } from '../../src-main/contract/live-calls.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn } from '../laptops-agents.ts'
import { inFolder, laptops } from '../laptops-alice.ts'
import { homeContents, joinSyncthings, rest, stopSyncthing } from '../laptops-person-syncthing.ts'
import { call, errorOf, pcSwitcher, plan, proofOf, switchTo, until } from '../laptops-product.ts'

const alice = (host: Host, script: string) => inFolder(host, '.', script)

const liveOn = (places: readonly string[]) => call('p17', calls.liveOn, { places, isOverInternet: false })
const onlyDocuments = { places: ['Documents'], isOverInternet: false }
const liveOff = (deleteVersions: boolean) => call('p17', calls.liveOff, { deleteVersions })
const status = () => call('p17', calls.liveStatus, {})

const areUpToDate = ({ folders }: Live): boolean => folders.every(({ state }) => state === 'up-to-date')
const untilUpToDate = () => until('live folders are up to date', async () => areUpToDate(await status()), 120_000)

/** Nothing of Syncthing is left in the home but what is always there. */
const leftOf = (host: Host) =>
  alice(
    host,
    `ls -A .local/state/syncthing 2>/dev/null || true
     ls -d .config/syncthing .local/state/syncthing Sync .config/systemd/user/default.target.wants/syncthing.service Documents/.stfolder Documents/.stignore 2>/dev/null || true
     ! pgrep -u alice -x syncthing`,
  )

/** A database that is open, and is written all the time. */
const openDatabase = (host: Host) =>
  shellOn(
    host,
    `systemd-run --quiet --unit=notes --uid=1000 --gid=1000 --working-directory=/home/alice /usr/lib/pc-switcher/node -e '
       const { DatabaseSync } = require("node:sqlite"), base = new DatabaseSync("Documents/papers/notes.keeper")
       base.exec("pragma journal_mode = wal; create table if not exists note (text)")
       setInterval(() => base.prepare("insert into note values (?)").run(String(Date.now())), 200)'
     until [ -s /home/alice/Documents/papers/notes.keeper-wal ]; do sleep 0.1; done`,
  )

describe('folders that are live', () => {
  beforeAll(async () => {
    await alice(
      'p17',
      `mkdir -p Documents/papers Documents/code && for n in $(seq 0 499); do echo "$n" > Documents/papers/$n.txt; done
       cd Documents/code && git init -q && echo work > tree && git add tree && git -c user.name=a -c user.email=a commit -qm work`,
    )
    expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
  })
  afterAll(async () => {
    await shellOn('xps', 'systemctl stop notes.service 2>/dev/null || true')
    for (const host of laptops) await stopSyncthing(host)
  })

  it('are taken back on both laptops where the Syncthing of one does not start', async () => {
    // The other one's settings are cut in the middle.
    await alice('p17', 'rm -r .config/syncthing')
    const told = await pcSwitcher('p17', ['call', calls.liveOn.name, JSON.stringify(onlyDocuments)])
    expect(errorOf(told)).toMatchObject({
      code: 'syncthing-unavailable',
      message: expect.stringContaining('XPS 13') as string,
    })
    expect(await leftOf('p17')).toBe('')
    await alice('xps', 'rm -r .config/syncthing')
    expect(await leftOf('xps')).toBe('')
  })

  it('are there without a switch, but for repositories and open databases in them', async () => {
    await openDatabase('xps')
    expect((await status()).usual).toContain('Documents')
    const told = await pcSwitcher('p17', ['live', 'on', '~/Documents', '~/Pictures', '--yes'])
    const live = liveSchema.parse(told.messages.find(({ type }) => type === 'live'))
    expect(live.folders.map(({ place, isOurs }) => [place, isOurs])).toEqual([
      ['Documents', true],
      ['Pictures', true],
    ])
    await alice(
      'xps',
      `for n in $(seq 0 499); do echo "edited $n" > Documents/papers/$n.txt; done; echo more > Documents/code/tree
       mkdir Documents/later && cd Documents/later && git init -q`,
    )
    await alice('p17', 'echo there > Documents/papers/of-p17.txt')
    const papers = (host: Host) => homeContents(host, 'Documents/papers')
    await until('the edited documents are on both', async () => {
      const [p17, xps] = await Promise.all(
        laptops.map((host) => alice(host, 'cat Documents/papers/*.txt | sort | sha256sum')),
      )
      return p17 === xps
    })
    expect(await alice('p17', 'cat Documents/papers/499.txt Documents/code/tree')).toBe('edited 499\nwork\n')
    expect(await alice('p17', "find Documents -name 'notes.*' -o -path '*/later/.git'")).toBe('')
    expect(await alice('xps', "find . -name '*.sync-conflict-*' | wc -l")).toBe('0\n')
    expect(await papers('xps')).toContain('of-p17.txt')
  })

  it('are waited for and proven by a switch, which brings the rest', async () => {
    await shellOn('xps', 'systemctl stop notes.service')
    await untilUpToDate()
    const { questions } = await plan('xps', 'p17')
    expect(questions.filter(({ id }) => id.includes('Documents'))).toEqual([])
    expect(proofOf(await switchTo('xps', 'p17')).verified).toBe(true)
    // A repository that was made since is known from then on.
    const lines = await Promise.all(laptops.map((host) => alice(host, 'cat Documents/.stignore')))
    expect(lines[0]).toContain('\n/later\n')
    expect(lines[1]).toBe(lines[0])
    expect(await alice('p17', 'cat Documents/code/tree; ls Documents/papers/notes.keeper')).toBe(
      'more\nDocuments/papers/notes.keeper\n',
    )
  })

  it('end without a trace but the files', async () => {
    const before = await homeContents('xps', 'Documents')
    const off = await liveOff(false)
    expect(off.folders).toEqual([])
    for (const host of laptops) expect(await leftOf(host)).toBe('')
    expect(await homeContents('xps', 'Documents')).toBe(before)
    expect(off.keptVersions).toEqual(['Documents'])
    expect((await liveOff(true)).keptVersions).toEqual([])
    for (const host of laptops) expect(await alice(host, 'ls -d Documents/.stversions 2>/dev/null || true')).toBe('')
  })

  it('are not set up or ended where nobody is signed in, and say so', async () => {
    const documents = async () => (await status()).folders.map(({ place, text }) => `${place}: ${text}`)
    await liveOn(['Documents'])
    await shellOn('xps', 'loginctl disable-linger alice; systemctl stop user@1000.service')
    try {
      expect(await documents()).toEqual(['Documents: Syncthing does not run on XPS 13'])
      const isRefused = { code: 'blocked', message: expect.stringContaining('XPS 13: You are not signed in') as string }
      for (const [which, input] of [
        [calls.liveOff, { deleteVersions: false }],
        [calls.liveOn, { places: ['Pictures'], isOverInternet: false }],
      ] as const)
        expect(errorOf(await pcSwitcher('p17', ['call', which.name, JSON.stringify(input)]))).toMatchObject(isRefused)
      expect(await documents()).toEqual(['Documents: Set up on XPS 13 alone'])
    } finally {
      await shellOn('xps', 'loginctl enable-linger alice')
    }
    await until(
      'alice is signed in on xps',
      async () => (await shellOn('xps', 'pgrep -u alice -x syncthing || true')) !== '',
    )
    await until(
      'what is left has ended',
      async () => (await pcSwitcher('p17', ['live', 'off', '--delete-versions'])).exitCode === 0,
    )
    for (const host of laptops) expect(await leftOf(host)).toBe('')
  })

  it('leave the settings of a Syncthing that the person has as they were', async () => {
    await joinSyncthings(['Music'])
    const settings = () => Promise.all(laptops.map((host) => rest(host, 'GET', '/rest/config')))
    const before = await settings()
    await alice('p17', "echo '/drafts' > Documents/.stignore")
    const live = await liveOn(['Documents', 'Music'])
    expect(live.folders.map(({ place, isOurs }) => [place, isOurs])).toEqual([
      ['Documents', true],
      ['Music', false],
    ])
    await untilUpToDate()
    await liveOff(false)
    expect(await settings()).toEqual(before)
    expect(await alice('p17', 'cat Documents/.stignore')).toBe('/drafts\n')
    expect(await alice('xps', 'ls Documents/.stignore 2>/dev/null || true')).toBe('')
  })
})
