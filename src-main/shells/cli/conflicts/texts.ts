/** Conflict files in lines of text. */
import type { calls } from '../../../contract/calls.ts'
import {
  carriedText,
  conflictsTitle,
  contentsTexts,
  decidedText,
  goneText,
  inHomeText,
  notAskedText,
} from '../../../contract/conflict-words.ts'
import type { Conflict } from '../../../contract/conflicts-calls.ts'
import type { Output } from '../../../contract/define.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { countOf, formatBytes } from '../../../kernel/units.ts'
import { toned, type Line } from '../colours.ts'
import { tableLines } from '../fit-lines.ts'
import { localTime } from '../local-time.ts'

type Listed = Output<typeof calls.conflictsList>
type Kept = Output<typeof calls.conflictsKeep>

export function listLines({ conflicts, more, missing }: Listed): readonly string[] {
  const where = conflicts.length === 0 && missing.length > 0 ? ' on this laptop' : ''
  const lines = [...conflicts.flatMap(conflictLines), `${conflictsTitle(conflicts)}${where}.`]
  return more === 0 ? lines : [...lines, `${countOf(more, 'more copy', 'more copies')} not listed.`]
}

export function conflictLines(conflict: Conflict): readonly string[] {
  const { file, fileVersion, copies, copyVersion, contents, laptops } = conflict
  const facts = ({ bytes, modifiedAt }: Conflict['copyVersion']) => [
    formatBytes(bytes),
    `changed ${localTime(modifiedAt)}`,
  ]
  const same = contentsTexts[contents]
  return [
    `${inHomeText(file, textFromBytePath)}  (${laptops.join(', ')})`,
    ...tableLines(
      [
        ['  file', ...(fileVersion === undefined ? ['', 'is not there'] : facts(fileVersion))],
        ...copies.map((copy) => ['  copy', ...facts(copyVersion), nameOf(copy)]),
      ],
      [1],
    ),
    ...(same === '' ? [] : [`  ${same}`]),
  ]
}

function nameOf(path: string): string {
  return textFromBytePath(path.slice(path.lastIndexOf('/') + 1))
}

export function keptLines({ decided, snapshots, gone, carriedTo, notAsked }: Kept): readonly Line[] {
  const several = new Set(decided.map(({ laptop }) => laptop)).size > 1
  return [
    ...decided.map((one): Line => {
      const text = decidedText(one, several ? one.laptop : '', textFromBytePath)
      return one.outcome.kind === 'left' ? toned('warn', text) : text
    }),
    ...(gone.length === 0 ? [] : [toned('warn', goneText(gone.length))]),
    ...(carriedTo.length === 0 ? [] : [carriedText(carriedTo.join(', '))]),
    ...(notAsked.length === 0 ? [] : [toned('warn', notAskedText(notAsked.join(', ')))]),
    ...snapshots.map(({ laptop, id }) => `What was there before is in the snapshot ${id} of ${laptop}.`),
  ]
}

export const noTexts = 'At least one of them is no text, or may not be read by you: all that is known stands above.'

export const fileOrFolder: ErrorText = {
  message: 'Name one file, or a folder with --folder.',
  hint: 'For example: pc-switcher conflicts keep ~/letter.odt --which file',
}

export const noneAt = (typed: string): ErrorText => ({
  message: `${typed} is not in conflict.`,
  hint: 'List what is with: pc-switcher conflicts list',
})
