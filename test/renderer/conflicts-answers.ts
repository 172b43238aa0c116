/** Conflict files of both laptops: what `conflicts.list` and `conflicts.show` told of practice laptops, with other names and texts. */
import { calls } from '../../src-main/contract/calls.ts'
import type { Conflict, DecidedConflict } from '../../src-main/contract/conflicts-calls.ts'
import type { Output } from '../../src-main/contract/define.ts'
import type { LookSide } from '../../src-main/contract/look.ts'
import { p17, xps } from './laptops.ts'
import type { World } from './memory-binding.ts'

export const bytesOf = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text))

const copyOf = (file: string, at: string): string => file.replace(/(\.[^./]*)?$/, `.sync-conflict-${at}-GPBWUOZ$1`)

/** Of a file that is gone. */
function goneFile(file: string, other: Partial<Conflict> = {}): Conflict {
  const path = bytesOf(file)
  return {
    id: bytesOf(`of ${file}`)
      .replace(/[^a-z0-9]/gi, '')
      .slice(0, 64),
    file: path,
    copies: [copyOf(path, '20261119-174210')],
    copyVersion: { bytes: 2_388, modifiedAt: '2026-11-19T15:22:00.000Z' },
    metAt: '2026-11-19T16:42:10.000Z',
    contents: 'differ',
    laptops: [p17.name, xps.name],
    ...other,
  }
}

const conflict = (file: string, other: Partial<Conflict> = {}): Conflict =>
  goneFile(file, { fileVersion: { bytes: 2_412, modifiedAt: '2026-11-19T16:40:00.000Z' }, ...other })

const [twice, equal] = ['Documents/thesis/figures/setup.svg', 'Notes/shopping.md']

const all: readonly Conflict[] = [
  conflict('Documents/thesis/chapter-3.tex'),
  conflict(twice, {
    copies: ['20261119-174212', '20261118-090307'].map((at) => copyOf(twice, at)),
    metAt: '2026-11-19T16:42:12.000Z',
  }),
  conflict('Documents/taxes/Rechnung für das Büro, November 2026 (überarbeitet).ods', {
    fileVersion: { bytes: 1.8e6, modifiedAt: '2026-11-18T20:01:00.000Z' },
    copyVersion: { bytes: 1.9e6, modifiedAt: '2026-11-18T20:14:00.000Z' },
    laptops: [p17.name],
  }),
  conflict(equal, { contents: 'same', copyVersion: { bytes: 2_412, modifiedAt: '2026-11-19T15:22:00.000Z' } }),
]

const gone = goneFile('todo.txt', { laptops: [xps.name] })

const owner = { mode: '0644', owner: 'alice:alice' }

const lines = (changed: readonly string[]): string =>
  [
    '\\section{Measurements}',
    'All of them were made at the same temperature.',
    ...changed,
    'The table lists what was found.',
    '\\input{table-3}',
    '',
  ].join('\n')

function lookAt(one: Conflict): Output<(typeof calls)['conflictsShow']> {
  const side = (version: Conflict['copyVersion'] | undefined, text: string): LookSide => {
    if (version === undefined) return { kind: 'absent' }
    const about = { ...owner, changedAt: version.modifiedAt, bytes: version.bytes }
    const isText = !one.file.endsWith('.ods')
    return isText
      ? { kind: 'text', text, ...about }
      : { kind: 'opaque', sha256: text.length.toString(16).padStart(64, '3'), ...about }
  }
  const mine = lines(['Each series has twelve samples, of which two were left out.'])
  const other = lines(['Each series has ten samples.', 'None of them was left out.'])
  return {
    conflict: one,
    file: side(one.fileVersion, mine),
    copy: side(one.copyVersion, one.contents === 'same' ? mine : other),
  }
}

type Listed = Output<(typeof calls)['conflictsList']>

const listOf = (conflicts: readonly Conflict[], missing: Listed['missing'] = []): Listed => ({
  ...{ home: '/home/alice', more: 0 },
  conflicts: [...conflicts],
  missing,
})

export const inConflict = listOf([...all, gone].sort((one, other) => (one.file < other.file ? -1 : 1)))
export const noConflicts = listOf([])
export const onlyHere = (missing: Listed['missing']): Listed =>
  listOf(
    all.map((one) => ({ ...one, laptops: [p17.name] })),
    missing,
  )

/** Decided as a person does it on the page; where `changes` says so, somebody writes to it just before. */
export function conflictsAnswers(listed: Listed = inConflict, changes = false): World['answers'] {
  let { conflicts } = listed
  return {
    'conflicts.list': () => ({ ...listed, conflicts }),
    'conflicts.show': (input) => {
      const { id } = calls.conflictsShow.input.parse(input)
      return lookAt(conflicts.find((one) => one.id === id) ?? conflict('todo.txt'))
    },
    'conflicts.keep': (input) => {
      const { ids, keep } = calls.conflictsKeep.input.parse(input)
      const meant = conflicts.filter(({ id }) => ids.includes(id))
      const decided = meant.map(({ file, laptops: [laptop = p17.name] }): DecidedConflict => {
        if (changes) return { file, laptop, outcome: { kind: 'left', why: 'It has changed since it was listed.' } }
        const beside = file.replace(/(\.[^./]*)?$/, ' (2026-11-19 16.22)$1')
        return { file, laptop, outcome: { kind: 'kept', as: keep === 'file' ? [] : [keep === 'copy' ? file : beside] } }
      })
      if (!changes) conflicts = conflicts.filter((one) => !meant.includes(one))
      const snapshots = changes ? [] : [{ laptop: p17.name, id: '20261120T075959000Z-c1' }]
      return { decided, snapshots, gone: [], carriedTo: changes ? [] : [xps.name], notAsked: [] }
    },
  }
}
