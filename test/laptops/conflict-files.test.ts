/** Conflict files of a Syncthing that the person has between both laptops, decided while it runs, and where none does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import { calls } from '../../src-main/contract/calls.ts'
import type { Conflict } from '../../src-main/contract/conflicts-calls.ts'
import type { Output } from '../../src-main/contract/define.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, laptops } from '../laptops-alice.ts'
import { joinSyncthings, rest, stopSyncthing } from '../laptops-person-syncthing.ts'
import { pcSwitcher, plan, type Told } from '../laptops-product.ts'

const alice = (host: Host, script: string) => shellOn(host, asAlice(script))

const folders = ['file', 'copy', 'both', 'single'] as const
/** Five in each. */
const files = folders.flatMap((folder) => [1, 2, 3, 4, 5].map((number) => `${folder}/${number}.txt`))

const contentsOf = (host: Host) =>
  alice(host, "find Drafts -type f -not -path '*/.st*' -print0 | sort -z | xargs -0 -r sha256sum || true")
const linesOf = (text: string): number => text.split('\n').length - 1

const scanBoth = () =>
  Promise.all(laptops.map((host) => rest(host, 'POST', '/rest/db/scan?folder=Drafts').catch(() => undefined)))

/** Both have the same, with so many conflict files. */
async function bothWith(conflicts: number): Promise<void> {
  let last: readonly string[] = []
  for (let tries = 0; tries < 150; tries += 1) {
    await scanBoth()
    last = await Promise.all(laptops.map(contentsOf))
    const [p17 = '', xps = ''] = last
    if (p17 === xps && p17.split('.sync-conflict-').length - 1 === conflicts) return
  }
  throw new Error(`not ${conflicts} conflict files on both: ${last.join('\n')}`)
}

const pauseBoth = async (paused: boolean) => {
  for (const host of laptops) await rest(host, 'PATCH', '/rest/config/folders/Drafts', { paused })
}

const writeAll = (host: Host, text: string) =>
  alice(
    host,
    `mkdir -p Drafts; cd Drafts; mkdir -p ${folders.join(' ')}; ${files.map((file) => `echo ${text} > ${file}`).join('; ')}`,
  )

const keptOf = ({ messages }: Told): Output<typeof calls.conflictsKeep> =>
  calls.conflictsKeep.output.parse(messages.find(({ type }) => type === 'conflicts-kept'))

async function list(host: Host): Promise<readonly Conflict[]> {
  const { messages } = await pcSwitcher(host, ['conflicts', 'list'])
  return calls.conflictsList.output.parse(messages.find(({ type }) => type === 'conflicts')).conflicts
}

describe('conflict files of the Syncthing of a person', () => {
  beforeAll(async () => {
    await writeAll('p17', 'before')
    await joinSyncthings(['Drafts'])
    await bothWith(0)
    await pauseBoth(true)
    await writeAll('p17', 'of p17')
    // What was written later wins.
    await writeAll('xps', 'of xps, later')
    await pauseBoth(false)
    await bothWith(files.length)
  })
  afterAll(async () => {
    for (const host of laptops) await stopSyncthing(host)
  })

  it('are in the plan of a switch, and listed once for both laptops', async () => {
    const { plan: made } = await plan('p17', 'xps')
    expect(JSON.stringify(made.previews[stepIds.home]?.blocks)).toContain('20 files are in conflict')
    const found = await list('xps')
    expect(found.map(({ file }) => file)).toEqual(files.map((file) => `Drafts/${file}`).toSorted())
    for (const one of found) expect(one).toMatchObject({ contents: 'differ', laptops: ['xps', 'p17'] })
  })

  it('are shown with both versions and their own times', async () => {
    const told = await pcSwitcher('p17', ['conflicts', 'show', '~/Drafts/file/1.txt'])
    const shown = calls.conflictsShow.output.parse(told.messages.find(({ type }) => type === 'conflict'))
    expect([shown.file, shown.copy]).toMatchObject([
      { kind: 'text', text: 'of xps, later\n' },
      { kind: 'text', text: 'of p17\n' },
    ])
    const { fileVersion, copyVersion } = shown.conflict
    expect(Date.parse(copyVersion.modifiedAt)).toBeLessThan(Date.parse(fileVersion?.modifiedAt ?? ''))
  })

  it('are decided on one laptop while Syncthing runs: none is left or new on either', async () => {
    const copyBefore = await alice('p17', 'stat -c %Y Drafts/copy/1.sync-conflict-*.txt')
    for (const which of ['file', 'copy', 'both'] as const) {
      const kept = keptOf(
        await pcSwitcher('p17', ['conflicts', 'keep', '--folder', `~/Drafts/${which}`, '--which', which]),
      )
      expect(kept.decided.map(({ outcome, laptop }) => `${outcome.kind} on ${laptop}`)).toEqual(
        Array.from({ length: 5 }, () => 'kept on p17'),
      )
      expect(kept).toMatchObject({ carriedTo: ['xps'], gone: [], notAsked: [] })
      expect(kept.snapshots).toHaveLength(1)
    }
    for (const number of [1, 2, 3, 4, 5]) {
      const told = await pcSwitcher('p17', ['conflicts', 'keep', `Drafts/single/${number}.txt`, '--which', 'copy'])
      expect(told.exitCode).toBe(0)
    }
    await bothWith(0)
    // Nor after both have looked again at all that they have.
    for (let again = 0; again < 2; again += 1) await bothWith(0)
    for (const host of laptops) {
      const read = (place: string) => alice(host, `cat Drafts/${place}`)
      expect(await read('file/1.txt')).toBe('of xps, later\n')
      expect(await read('copy/1.txt')).toBe('of p17\n')
      expect(await read('single/5.txt')).toBe('of p17\n')
      expect(await read('both/1.txt')).toBe('of xps, later\n')
      expect(await read("both/'1 ('*.txt")).toBe('of p17\n')
      expect(linesOf(await alice(host, 'ls Drafts/both'))).toBe(10)
      expect(await alice(host, 'stat -c %Y Drafts/copy/1.txt')).toBe(copyBefore)
    }
    expect(await list('p17')).toEqual([])
    const { plan: made } = await plan('p17', 'xps')
    expect(JSON.stringify(made.previews[stepIds.home]?.blocks)).not.toContain('in conflict')
  })

  it('are decided on both where no Syncthing brings it, and named where the other laptop has another version', async () => {
    for (const host of laptops) await stopSyncthing(host)
    const copy = 'Papers/letter.sync-conflict-20261120-080000-GPBWUOZ.txt'
    const make = (host: Host, name: string, text: string) =>
      alice(
        host,
        `mkdir -p Papers; cd Papers; echo file > ${name}; touch -d @1700000000 ${name}; cd ..; echo ${text} > ${copy.replace('letter', name.replace('.txt', ''))}; touch -d @1690000000 Papers/*sync*`,
      )
    for (const host of laptops) {
      await make(host, 'letter.txt', 'copy')
      await make(host, 'other.txt', `of ${host}`)
    }
    const kept = keptOf(await pcSwitcher('xps', ['conflicts', 'keep', copy, '--which', 'copy']))
    expect(kept.decided.map(({ outcome, laptop }) => `${outcome.kind} on ${laptop}`)).toEqual([
      'kept on xps',
      'kept on p17',
    ])
    for (const host of laptops) {
      expect(await alice(host, 'cat Papers/letter.txt; stat -c %Y Papers/letter.txt; ls Papers')).toBe(
        `copy\n1690000000\nletter.txt\nother.sync-conflict-20261120-080000-GPBWUOZ.txt\nother.txt\n`,
      )
    }
    const left = await list('p17')
    expect(left.map(({ file, laptops: on }) => [file, on])).toEqual([
      ['Papers/other.txt', ['p17']],
      ['Papers/other.txt', ['xps']],
    ])
  })
})
