/** A switch in lines of text, for a terminal. Pure functions of data; what goes wrong is worded in error-texts.ts. */
import { inConflictTitle, mostInConflict } from '../../contract/conflict-words.ts'
import { spanText } from '../../contract/took.ts'
import type { DoctorItem } from '../../contract/doctor-calls.ts'
import type { HistoryEntry, Overview } from '../../contract/overview-calls.ts'
import { type EtcRule, etcPathOf } from '../../contract/etc-calls.ts'
import type { Elsewhere } from '../../contract/elsewhere.ts'
import type { SwitchEvent } from '../../contract/events.ts'
import type { LookSide } from '../../contract/look.ts'
import type { PreviewBlock, Question } from '../../contract/preview.ts'
import { aboutWork, overviewState } from '../../contract/overview/state.ts'
import { overviewTitle, type OverviewAct } from '../../contract/overview/title.ts'
import type { PlanView, Proof, SwitchState, VerificationItem } from '../../contract/switch-state.ts'
import { assertNever } from '../../kernel/assert-never.ts'
import { countOf, formatBytes, formatCount, formatDuration } from '../../kernel/units.ts'
import { errorText } from '../../contract/wire-error.ts'
import { behindIn, proofTitle, stillRunningIn, verdictOf } from '../../contract/proof/proof-title.ts'
import { leftBecause, verdictWords } from '../../contract/proof/texts.ts'
import { syncthingBetween } from '../../contract/syncthing-between.ts'
import { wayOf } from '../../contract/scope-words.ts'
import { versionLine } from './asking/texts.ts'
import { toned, type Line } from './colours.ts'
import { tableLines } from './fit-lines.ts'
import { localTime } from './local-time.ts'

export const questionsHeading = 'Questions ([ ] marks the safe default, which --yes uses):'
export const detached = 'The switch goes on. pc-switcher follow shows it again.'
export const howToResume = 'To finish it: pc-switcher resume'
export const continuesElsewhere = 'The switch continues on the other laptop.'
export const foundAt = (address: string) => `The other laptop is at ${address}. It will be found there.`
export const opened = 'Opened in the browser.'
export const openThis = (url: string): string => `Open this link in a browser on this laptop. It works once: ${url}`
export const serving = 'pc-switcher is running. To get a link for the browser: pc-switcher url'

export const progressTexts = {
  whole: 'Whole switch',
  comparison: 'Comparison',
  inspecting: (done: number, total: number) => `Inspecting both laptops: ${done} of ${total}`,
  areasCompared: (done: number, total: number) => `${done} of ${countOf(total, 'area')} compared`,
  laneAmount: (title: string, amount: string) => `${title}: ${amount}.`,
} as const

export const differenceTexts = {
  noText: 'What they contain is no text, or too long to be shown here.',
  sameText: 'The text is the same. The owner, the mode or the time differs.',
  tooMuch: 'So much differs that it is not shown line by line. The window shows both versions.',
  hidden: 'Values are hidden. The window shows them when asked.',
  link: (target: string) => `link to ${target}\n`,
} as const

/** "2026-11-20 18:12:26, 1.2 kB, root root 0644" */
export function sideFacts(side: LookSide): string {
  if (side.kind === 'absent') return 'not there'
  if (side.kind === 'link') return ''
  const { changedAt, bytes, owner, mode } = side
  const facts = `${localTime(changedAt)}, ${formatBytes(bytes)}, ${owner} ${mode}`
  return side.kind === 'opaque' && side.note !== undefined ? `${facts}. ${side.note}` : facts
}

export function planLines(plan: PlanView): readonly Line[] {
  const lines: Line[] = [wayOf(plan)]
  const planned = plan.steps.flatMap(({ id, title }) => {
    const preview = plan.previews[id]
    return preview === undefined ? [] : [{ title, preview }]
  })
  const total = `${formatBytes(plan.estimate.bytes)}, about ${formatDuration(plan.estimate.ms)}`
  const rows = planned.map(({ title, preview }) => [`  ${title}`, preview.summary])
  const heads = tableLines([...rows, ['  Total', total]])
  for (const [at, { preview }] of planned.entries()) {
    lines.push(heads[at] ?? '')
    lines.push(...preview.blockers.map((blocker) => toned('bad', `    ! ${blocker.title}. ${blocker.text}`)))
    for (const block of preview.blocks) lines.push(...blockLines(block))
  }
  for (const sentence of plan.changedSince ?? []) lines.push(`  Changed: ${sentence}`)
  return [...lines, ...heads.slice(-1)]
}

/** What is by hand is not there otherwise: no switch brings it. */
function blockLines(block: PreviewBlock): readonly Line[] {
  if (block.kind === 'notice')
    return block.tone === 'warning' ? [toned('warn', `    Note: ${block.title}. ${block.text}`)] : []
  if (block.kind !== 'changes') return []
  const left = block.changes.filter(({ effect }) => effect === 'cannot')
  const shown = left.slice(0, namesPrinted)
  const more = left.length - shown.length
  return [
    ...shown.map(({ name, detail }) => `    ${block.title}: ${name}. ${detail}`),
    ...(more === 0 ? [] : [`    ${block.title}: ${formatCount(more)} more`]),
  ]
}

export function questionLines(questions: readonly Question[]): readonly Line[] {
  return questions.flatMap((question) => {
    const choices = question.choices.map((choice) =>
      choice.id === question.safeDefault ? `[${choice.id}]` : choice.id,
    )
    const versions = question.versions ?? []
    const line = `  ? ${question.id}  ${choices.join(' | ')}  ${question.reason}`
    return [toned('warn', line), ...versions.map(versionLine)]
  })
}

export function proofLines(proof: Proof): readonly Line[] {
  const items = proof.steps.flatMap((step) => step.verification.items)
  const notes = proof.steps.flatMap((step) => step.verification.notes)
  const running = stillRunningIn(proof)
  const end = proof.verified
    ? [
        toned(behindIn(proof) === undefined ? 'good' : 'warn', `Verified. Took ${spanText(proof)}. ${whatNow(proof)}`),
        running ?? [],
      ]
    : []
  const heads = tableLines(items.map(itemCells))
  return [
    ...items.flatMap((item, at) => itemLines(item, heads[at] ?? '')),
    ...notes.map((note) => `  · ${note}`),
    '',
    proofTitle(proof),
    ...end.flat(),
  ]
}

function whatNow(proof: Proof): string {
  const { scope, from, to } = proof
  const behind = behindIn(proof)
  if (behind !== undefined) return behind
  return scope === undefined
    ? `Safe to close the lid of ${from.label}; continue on ${to.label}.`
    : `${to.label} has the packages of ${from.label}. Files were not copied.`
}

const namesPrinted = 20

function itemCells(item: VerificationItem): readonly string[] {
  const verdict = verdictOf(item)
  const word = verdictWords[verdict]
  return [`  ${item.title}`, verdict === 'differs' ? word.toUpperCase() : word, item.text]
}

const verdictTones: Partial<Readonly<Record<ReturnType<typeof verdictOf>, 'good' | 'warn' | 'bad'>>> = {
  same: 'good',
  'not-compared': 'warn',
  differs: 'bad',
}

function itemLines(item: VerificationItem, head: string): readonly Line[] {
  const tone = verdictTones[verdictOf(item)]
  const open = item.notCompared?.why === 'undecided' ? item.notCompared.names : []
  return [
    tone === undefined ? head : toned(tone, head),
    ...nameLines('≠', item.differences, item.differences.length).map((line) => toned('bad', line)),
    ...nameLines('?', open, item.notCompared?.count ?? 0).map((line) => toned('warn', line)),
    ...(item.left ?? []).flatMap((left) => [`      ${leftBecause(left)}`, ...nameLines('=', left.names, left.count)]),
    ...(item.notCompared?.decideIn?.atTerminal === undefined ? [] : [`      ${item.notCompared.decideIn.atTerminal}`]),
  ]
}

function nameLines(mark: string, names: readonly string[], count: number): readonly string[] {
  const more = count - Math.min(names.length, namesPrinted)
  return [
    ...names.slice(0, namesPrinted).map((name) => `      ${mark} ${name}`),
    ...(names.length > 0 && more > 0 ? [`      ${mark} ${formatCount(more)} more`] : []),
  ]
}

/** A line for an event that a person wants to read, undefined for the others. */
export function eventLine(event: SwitchEvent, titleOf: (stepId: string) => string): string | undefined {
  switch (event.type) {
    case 'step-started':
      return `${titleOf(event.stepId)}...`
    case 'step-finished':
      return `${titleOf(event.stepId)}: ${event.outcome.text} (${formatDuration(event.ms)})`
    case 'step-failed':
      return `${titleOf(event.stepId)}: ${event.error.message}`
    case 'step-stopped':
      return `${titleOf(event.stepId)}: paused`
    case 'start-told':
      return event.doing === 'looking' ? 'Looking once more at what changed...' : undefined
    case 'switch-started':
      return event.plan.newSince?.join(' ')
    case 'verification-started':
      return 'Comparing both laptops...'
    case 'plan-started':
    case 'step-probed':
    case 'probe-told':
    case 'plan-made':
    case 'answers-kept':
    case 'beforehand-told':
    case 'plan-failed':
    case 'plan-discarded':
    case 'switch-resumed':
    case 'switch-stopped':
    case 'switch-finished':
    case 'switch-dismissed':
    case 'step-progress':
    case 'step-proven':
      return undefined
    default:
      return assertNever(event)
  }
}

export function overviewLines(overview: Overview, own: SwitchState | undefined, nowMs: number): readonly Line[] {
  const rows = [overview.here, ...(overview.peer === undefined ? [] : [overview.peer])].map((one) => {
    const reach = one.here
      ? 'this laptop'
      : one.connection.kind === 'reachable'
        ? `connected (${one.connection.roundTripMs} ms)`
        : 'not connected'
    const facts = one.facts === undefined ? '' : `, ${one.facts.system}, ${formatBytes(one.facts.disk.freeBytes)} free`
    return [`  ${one.laptop.label}`, `${reach}${facts}`]
  })
  return [
    ...standLines(overview, own, nowMs),
    ...tableLines(rows),
    ...syncthingLines(overview),
    ...unreadableLines(overview),
    ...missedLines(overview),
    ...conflictLines(overview),
    ...jobNoteLines(overview),
    ...historyLines(overview),
  ]
}

const toneOf = { green: 'good', amber: 'warn' } as const

/** The sentence, what goes with it, and the next step. */
export function standLines(overview: Overview, own: SwitchState | undefined, nowMs: number): readonly Line[] {
  const stands = overviewState(overview, aboutWork(own), nowMs)
  if (overview.pairing.kind !== 'paired') return [errorText(overview.pairing.error)]
  const { title, lead, tone, saved, primary } = overviewTitle(stands, overview, { nowMs })
  const names = saved?.names.slice(0, namesShown) ?? []
  const more = (saved?.files ?? 0) - names.length
  const command = primary === undefined ? undefined : commandFor(primary.act, overview)
  const next = command === undefined ? undefined : `${primary?.text.replace('…', '') ?? ''}: pc-switcher ${command}`
  return [
    tone === 'green' || tone === 'amber' ? toned(toneOf[tone], `${title}.`) : `${title}.`,
    ...(lead === '' ? [] : [lead]),
    ...names.map((name) => `    ${name}`),
    ...(more === 0 ? [] : [`    and ${formatCount(more)} more`]),
    ...(stands.kind === 'stopped' ? [howToResume] : next === undefined ? [] : [next]),
  ]
}

function commandFor(act: OverviewAct, { here, peer = here }: Overview): string | undefined {
  switch (act.kind) {
    case 'prepare':
      return act.to === here.laptop.name ? `switch --from ${peer.laptop.name}` : `switch --to ${act.to}`
    case 'resume':
      return 'resume'
    case 'suspend':
      return 'suspend'
    case 'show':
      return 'follow'
    default:
      return undefined
  }
}

function syncthingLines(overview: Overview): readonly Line[] {
  const line = syncthingBetween(overview)
  if (line === undefined) return []
  return [line.isWarning ? toned('warn', line.text) : line.text]
}

const namesShown = 5

function unreadableLines({ unreadableSwitch }: Overview): readonly string[] {
  if (unreadableSwitch === undefined) return []
  return [`The last switch, of ${localTime(unreadableSwitch.at)}: ${errorText(unreadableSwitch.error)}`]
}

function missedLines({ here, peer }: Overview): readonly string[] {
  return [here, ...(peer === undefined ? [] : [peer])].flatMap(({ laptop, facts }) => {
    const missed = facts?.missedChanges
    if (missed?.isOpen !== true) return []
    const what = `pc-switcher missed ${countOf(missed.count, 'change')} in the home files of ${laptop.label}`
    return [`! ${what}. The next switch lists all of them. Which: pc-switcher doctor`]
  })
}

function conflictLines({ here, peer }: Overview): readonly Line[] {
  const files = mostInConflict([here, peer])
  return files === 0 ? [] : [toned('warn', `! ${inConflictTitle(files)}. To decide: pc-switcher conflicts list`)]
}

function jobNoteLines({ here, peer }: Overview): readonly Line[] {
  return [here, ...(peer === undefined ? [] : [peer])].flatMap(({ laptop, facts }) =>
    (facts?.jobs ?? []).map(({ title, kind, text }) => {
      const line = `${title} on ${laptop.label}: ${text}`
      return kind === 'running' ? line : toned('warn', `! ${line}`)
    }),
  )
}

function historyLines({ history }: Overview): readonly Line[] {
  if (history.length === 0) return []
  const wordOf = ({ undoneAt, verified }: HistoryEntry) =>
    undoneAt !== undefined ? 'undone' : verified ? 'verified' : 'not verified'
  const rows = history.map((entry) => [
    ...[`  ${localTime(entry.finishedAt)}`, wayOf(entry), formatBytes(entry.bytes), wordOf(entry)],
  ])
  const lines = tableLines(rows, [2])
  return [
    history.length === 1 ? 'Last switch:' : `Last ${countOf(history.length, 'switch', 'switches')}:`,
    ...history.map((entry, at) => {
      const line = lines[at] ?? ''
      return wordOf(entry) === 'undone' ? line : toned(entry.verified ? 'good' : 'warn', line)
    }),
  ]
}

export function ruleLines(rules: readonly EtcRule[]): readonly string[] {
  return tableLines(rules.map(({ decision, pattern, reason }) => [decision, etcPathOf(pattern), reason]))
}

export const matchesNothing = 'It matches 0 files now.'

interface MaybeElsewhere {
  readonly elsewhere?: Elsewhere | undefined
}

/** Of the laptop that has the latest work, where that is the other one. */
export function rulesElsewhere({ elsewhere }: MaybeElsewhere): readonly string[] {
  if (elsewhere === undefined) return []
  const { laptop, isRead } = elsewhere
  return [
    isRead
      ? `These are the rules of ${laptop}, which has the latest work.`
      : `${laptop} has the latest work and does not answer. These are the rules as of the last switch.`,
  ]
}

export const storedElsewhere = ({ elsewhere }: MaybeElsewhere): readonly string[] =>
  elsewhere === undefined ? [] : [`Stored on ${elsewhere.laptop}, which has the latest work.`]

const decided = {
  always: (pattern: string) => `${pattern} is now always copied.`,
  never: (pattern: string) => `${pattern} is now never copied.`,
  forget: (pattern: string) => `The rule for ${pattern} was removed.`,
} as const

export function decidedLine(pattern: string, decision: keyof typeof decided): string {
  return decided[decision](pattern)
}

const checkMarks = { passed: '✓', warning: '!', failed: '✗' } as const

const checkTones = { passed: 'good', warning: 'warn', failed: 'bad' } as const

export function doctorLines({ verdict, laptop, title, text, hint }: DoctorItem): readonly Line[] {
  const about = [laptop, title].filter(Boolean).join(', ')
  const first = toned(checkTones[verdict], `${checkMarks[verdict]} ${about}: ${text}`)
  return [first, ...(hint === undefined ? [] : [`    ${hint}`])]
}
