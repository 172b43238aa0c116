/** What `verify --full` prints. */
import type { Progress } from '../../../contract/define.ts'
import type { DifferingItem, DiffersIn, FullVerification, VerifiedArea } from '../../../contract/verify-calls.ts'
import { areaVerdict } from '../../../contract/proof/area-verdict.ts'
import { verdictWords } from '../../../contract/proof/texts.ts'
import { countOf, formatBytes, formatCount, formatDuration } from '../../../kernel/units.ts'
import { toned, type Line } from '../colours.ts'
import { tableLines } from '../fit-lines.ts'
import type { Rate } from '../../../switch/rate-meter.ts'

const itemsPrinted = 50
const examplesPrinted = 3

export function progressLine(
  { done, total, current }: Progress,
  { perSecond, leftMs }: Rate,
  /** Of the task. */
  title = 'Reading both laptops',
): string {
  if (total === undefined) return `${current ?? 'Reading'}...`
  const share = total === 0 ? 100 : Math.floor((done / total) * 100)
  const rate = perSecond === undefined ? '' : `, ${formatBytes(Math.round(perSecond))}/s`
  const left = leftMs === undefined ? '' : `, ${formatDuration(leftMs)} left`
  return `${title}: ${formatBytes(done)} of ${formatBytes(total)} (${share} %)${rate}${left}`
}

export function verificationLines(verification: FullVerification): readonly Line[] {
  const { here, peer, startedAt, finishedAt, areas } = verification
  const took = formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))
  const bytes = areas.reduce((sum, { bytesRead }) => sum + bytesRead, 0)
  const heads = tableLines(areas.map(areaCells))
  const said = `${verdictText(verification)} ${here.label} and ${peer.label}: ${formatBytes(bytes)} read in ${took}.`
  return [
    ...areas.flatMap((area, at) => areaLines(area, heads[at] ?? '')),
    '',
    toned(verdictTones[verification.verdict], said),
  ]
}

function verdictText({ verdict, areas }: FullVerification): string {
  if (verdict === 'same') return 'Both laptops are the same.'
  if (verdict === 'as-chosen') return 'Both laptops are the same, apart from what you chose.'
  if (verdict === 'not-compared') return notComparedText(areas)
  const count = areas.reduce((sum, { differs }) => sum + differs.count, 0)
  return `The laptops differ in ${countOf(count, 'item')}.`
}

function notComparedText(areas: readonly VerifiedArea[]): string {
  const count = areas.reduce((sum, { notCompared }) => sum + notCompared.count, 0)
  if (count === 0) return 'There was nothing to compare.'
  return `What was compared is the same, apart from what you chose. ${countOf(count, 'item was', 'items were')} not compared.`
}

const verdictTones = { same: 'good', 'as-chosen': 'good', 'not-compared': 'warn', differs: 'bad' } as const

function areaCells(area: VerifiedArea): readonly string[] {
  const { title, compared, differs, asChosen, notCompared } = area
  const verdict = areaVerdict(area)
  const word = verdict === 'differs' ? verdictWords[verdict].toUpperCase() : verdictWords[verdict]
  const open = notCompared.count === 0 ? '' : `, ${formatCount(notCompared.count)} not compared`
  const counts = `${countOf(compared, 'item')} compared, ${formatCount(differs.count)} differ, ${formatCount(asChosen.count)} as chosen${open}`
  return [`  ${title}`, word, counts]
}

function areaLines(area: VerifiedArea, head: string): readonly Line[] {
  const { differs, asChosen, notCompared, leftOut, notes } = area
  return [
    toned(verdictTones[areaVerdict(area)], head),
    ...itemLines('≠', differs).map((line) => toned('bad', line)),
    ...itemLines('=', asChosen),
    ...itemLines('?', notCompared).map((line) => toned('warn', line)),
    ...leftOut
      .filter(({ byPerson }) => byPerson)
      .map(({ laptop, title: why, count }) => `      As chosen on ${laptop}: ${why} (${formatCount(count)})`),
    ...leftOut
      .filter(({ byPerson }) => !byPerson)
      .map(({ laptop, title: why, count, examples }) => {
        const names = examples.slice(0, examplesPrinted)
        const told = names.length === 0 ? '' : `: ${names.join(', ')}${count > names.length ? ' and others' : ''}`
        return `      Not compared on ${laptop}: ${why} (${formatCount(count)})${told}`
      }),
    ...notes.map((note) => `      · ${note}`),
  ]
}

function itemLines(mark: string, { count, items }: VerifiedArea['differs']): readonly string[] {
  const more = count - Math.min(items.length, itemsPrinted)
  return [
    ...items.slice(0, itemsPrinted).map((item) => `      ${mark} ${item.path}${howText(item)}`),
    ...(more > 0 ? [`      ${mark} ${formatCount(more)} more`] : []),
  ]
}

function howText({ differsIn, onlyOn }: DifferingItem): string {
  if (onlyOn !== undefined) return `  (only on ${onlyOn})`
  return differsIn.length === 0 ? '' : `  (${differsIn.map((one) => words[one]).join(', ')})`
}

const words: Readonly<Record<DiffersIn, string>> = {
  missing: 'missing',
  type: 'not the same kind of file',
  contents: 'contents',
  unreadable: 'cannot be read, or is not complete, on one of them',
  mode: 'mode',
  owner: 'owner',
  time: 'time',
  target: 'where the link leads',
  attributes: 'ACLs or attributes',
  links: 'hard links',
  version: 'version',
  starts: 'how it starts',
}
