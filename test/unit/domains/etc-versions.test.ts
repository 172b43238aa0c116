/** What a question about /etc says of both versions: size, date, and which was changed later. */
import { describe, expect, it } from 'vitest'
import type { LeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { neverEntries } from '../../../src-main/domains/etc-tracking/on-machine/never-entries.ts'
import { makePlan } from '../../../src-main/domains/etc-tracking/on-pair/make-plan.ts'
import { fingerprintOf } from '../../../src-main/domains/etc-tracking/on-pair/compare-etc.ts'
import { etcPlanSchema } from '../../../src-main/domains/etc-tracking/on-pair/plan.ts'
import { previewEtc } from '../../../src-main/domains/etc-tracking/on-pair/preview-etc.ts'
import type { EtcEntry } from '../../../src-main/domains/etc-tracking/verbs.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { toldMachine } from '../machine/told-machine.ts'
import { etcFile, rootAlone } from './etc-files.ts'

type FileEntry = Extract<EtcEntry, { kind: 'file' }>

const monday = '2026-11-16T08:00:00.000Z'
const tuesday = '2026-11-17T08:00:00.000Z'

const file = (path: string, sha256: string, more: Partial<FileEntry> = {}): FileEntry => ({
  ...etcFile(path, sha256, { bytes: 1_500, changedAt: monday, ...more }),
})

function machineOf(name: string, label: string, entries: readonly EtcEntry[], equal: readonly EtcEntry[]): Machine {
  const fingerprints = Object.fromEntries(equal.map((entry) => [entry.path, fingerprintOf(entry)]))
  return toldMachine(name, label, {
    'etc.inspect': { entries, lastEqual: { fingerprints }, accounts: rootAlone },
    'etc.refused': { files: [], untried: [] },
    'etc.never': { entries: neverEntries([]) },
    'etc.lines': { marks: entries.map(() => null) },
  })
}

async function questionsOf(
  from: readonly EtcEntry[],
  to: readonly EtcEntry[],
  { rules = '', equal = [] }: { readonly rules?: string; readonly equal?: readonly EtcEntry[] } = {},
) {
  const pair = { from: machineOf('p17', 'P17', from, equal), to: machineOf('xps', 'XPS 13', to, equal) }
  const state: Pick<LeftState, 'readFile'> = { readFile: () => Promise.resolve(rules) }
  const plan = await makePlan(state, pair, { signal: new AbortController().signal })
  return previewEtc(etcPlanSchema.parse(JSON.parse(JSON.stringify(plan))), pair).questions
}

describe('a question about a file in /etc', () => {
  it('says size and date of both versions, and which is newer', async () => {
    const [question] = await questionsOf([file('/a', '1')], [file('/a', '2', { changedAt: tuesday, bytes: 900 })])
    expect(question?.versions).toEqual([
      { laptop: 'P17', what: '1.5 kB', at: monday, isNewer: false },
      { laptop: 'XPS 13', what: '900 bytes', at: tuesday, isNewer: true },
    ])
  })

  it('calls neither newer where only the owner differs, or both were changed at once', async () => {
    const owner = { changedAt: tuesday, owner: 'alice' }
    const questions = await questionsOf(
      [file('/owner', '1'), file('/same-time', '1')],
      [file('/owner', '1', owner), file('/same-time', '2')],
    )
    expect(questions.flatMap(({ versions = [] }) => versions.map(({ isNewer }) => isNewer))).toEqual(
      Array.from({ length: 4 }, () => false),
    )
  })

  it('says what a laptop has that is no file', async () => {
    const link: EtcEntry = { kind: 'link', path: '/b', owner: 'root', group: 'root', target: '/x', origin: 'unowned' }
    const questions = await questionsOf([file('/a', '1'), file('/b', '1')], [link])
    expect(questions.map(({ versions }) => versions?.[1])).toEqual([
      { laptop: 'XPS 13', what: 'Not there', isNewer: false },
      { laptop: 'XPS 13', what: 'A link to /x', isNewer: false },
    ])
  })

  it('lets the newer version win where both are tracked, and never copies a secret with others', async () => {
    const before = ['/here', '/there', '/secret'].map((path) => file(path, '0'))
    const questions = await questionsOf(
      [
        file('/here', '1', { changedAt: tuesday }),
        file('/secret', '1', { changedAt: tuesday, secret: true }),
        file('/there', '1'),
      ],
      [file('/here', '2'), file('/secret', '2', { secret: true }), file('/there', '2', { changedAt: tuesday })],
      { rules: '!/here\n!/there\n!/secret\n', equal: before },
    )
    expect(Object.fromEntries(questions.map(({ title, newer }) => [title, newer]))).toEqual({
      '/etc/here': 'take',
      '/etc/there': 'keep',
      '/etc/secret': undefined,
    })
  })
})
