/** What `verify --full` prints. */
import type { Progress } from '../../../contract/define.ts'
import type { DifferingItem, DiffersIn, FullVerification, VerifiedArea } from '../../../contract/verify-calls.ts'
import { countOf, formatBytes, formatCount, formatDuration } from '../../../kernel/units.ts'
import type { Rate } from '../../../switch/rate-meter.ts'

const itemsPrinted = 50

export function progressLine({ done, total, current }: Progress, { perSecond, leftMs }: Rate): string {
  if (total === undefined) return `${current ?? 'Reading'}...`
  const share = total === 0 ? 100 : Math.floor((done / total) * 100)
  const rate = perSecond === undefined ? '' : `, ${formatBytes(Math.round(perSecond))}/s`
  const left = leftMs === undefined ? '' : `, ${formatDuration(leftMs)} left`
  return `Reading both laptops: ${formatBytes(done)} of ${formatBytes(total)} (${share} %)${rate}${left}`
}

export function verificationLines(verification: FullVerification): readonly string[] {
  const { here, peer, startedAt, finishedAt, areas } = verification
  const took = formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))
  const bytes = areas.reduce((sum, { bytesRead }) => sum + bytesRead, 0)
  return [
    ...areas.flatMap(areaLines),
    '',
    `${verdictText(verification)} ${here.label} and ${peer.label}: ${formatBytes(bytes)} read in ${took}.`,
  ]
}

function verdictText({ verdict, areas }: FullVerification): string {
  if (verdict === 'same') return 'Both laptops are the same.'
  if (verdict === 'as-chosen') return 'Both laptops are the same, apart from what you chose.'
  const count = areas.reduce((sum, { differs }) => sum + differs.count, 0)
  return `The laptops differ in ${countOf(count, 'item')}.`
}

function areaLines({ title, compared, differs, asChosen, leftOut, notes }: VerifiedArea): readonly string[] {
  const found = differs.count > 0 ? 'DIFFERS' : asChosen.count > 0 ? 'As chosen' : 'Same'
  return [
    `  ${title.padEnd(18)} ${found.padEnd(10)} ${countOf(compared, 'item')} compared, ${formatCount(differs.count)} differ, ${formatCount(asChosen.count)} as chosen`,
    ...itemLines('≠', differs),
    ...itemLines('=', asChosen),
    ...leftOut
      .filter(({ byPerson }) => byPerson)
      .map(({ laptop, title: why, count }) => `      As chosen on ${laptop}: ${why} (${formatCount(count)})`),
    ...leftOut
      .filter(({ byPerson }) => !byPerson)
      .map(({ laptop, title: why, count }) => `      Left out on ${laptop}: ${why} (${formatCount(count)})`),
    ...notes.map((note) => `      · ${note}`),
  ]
}

function itemLines(mark: string, { count, items }: VerifiedArea['differs']): readonly string[] {
  const more = count - Math.min(items.length, itemsPrinted)
  return [
    ...items.slice(0, itemsPrinted).map((item) => `      ${mark} ${item.path}  (${howText(item)})`),
    ...(more > 0 ? [`      ${mark} ${formatCount(more)} more`] : []),
  ]
}

function howText({ differsIn, onlyOn }: DifferingItem): string {
  return onlyOn === undefined ? differsIn.map((one) => words[one]).join(', ') : `only on ${onlyOn}`
}

const words: Readonly<Record<DiffersIn, string>> = {
  missing: 'missing',
  type: 'not the same kind of file',
  contents: 'contents',
  unreadable: 'cannot be read on one of them',
  mode: 'mode',
  owner: 'owner',
  time: 'time',
  target: 'where the link leads',
  attributes: 'ACLs or attributes',
  links: 'hard links',
}
