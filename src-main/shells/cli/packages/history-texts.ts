/** How packages changed, in lines of text. */
import type { PackagesEntry, PackagesHistory, UnreadableList } from '../../../contract/packages-history-calls.ts'
import {
  changeDetail,
  changedName,
  changesSummary,
  changeWords,
  unreadableReasons,
} from '../../../contract/packages-history-words.ts'
import { countOf } from '../../../kernel/units.ts'
import { localTime } from '../local-time.ts'

export const noneRecorded = 'No switch has recorded packages yet.'

export const nothingFound = (search: string | undefined): string =>
  search === undefined ? 'Nothing has changed.' : `No change has "${search}" in its name.`

const widestWord = Math.max(...Object.values(changeWords).map(({ length }) => length))

export function entryLines(entry: PackagesEntry): readonly string[] {
  const { laptop, at, title, basis, changes } = entry
  const by = entry.switch === undefined ? title : `switch ${entry.switch.from.label} → ${entry.switch.to.label}`
  const since = basis.kind === 'list' ? ` since ${localTime(basis.at)}` : ''
  const widest = Math.max(...changes.map((one) => changedName(one).length))
  const lines = changes.map((one) => {
    const word = changeWords[one.kind].padEnd(widestWord)
    return `  ${word}  ${changedName(one).padEnd(widest)}  ${changeDetail(one)}`
  })
  return [`${localTime(at)}  ${laptop.label}: ${changesSummary(entry)}${since} (${by})`, ...lines]
}

export const unreadableLine = ({ laptop, at, commit, why }: UnreadableList): string =>
  `Left out: the list of ${laptop.label} of ${localTime(at)} ${unreadableReasons[why]} (commit ${commit.slice(0, 8)}).`

export const listLine = ({ laptop, at }: PackagesHistory['lists'][number]): string =>
  `${laptop.label}: recorded last on ${localTime(at)}.`

export const moreThan = (shown: number): string =>
  `${countOf(shown, 'entry', 'entries')} shown, newest first. Show more with --limit.`
