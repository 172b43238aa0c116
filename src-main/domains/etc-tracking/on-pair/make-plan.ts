import type { RulesReader } from '../../../commons/system-state/on-pair/work-state.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Pair } from '../../../switch/step.ts'
import { canHaveRule, decide } from '../decide.ts'
import { parseRules, rulesFile, type PersonEtcRule } from '../rules.ts'
import { isSomebodys } from '../verbs.ts'
import {
  isEqual,
  isReadable,
  assessTracked,
  markOf,
  markOfTaken,
  inspectBoth,
  unreadableOn,
  type EtcPath,
  type TrackedState,
} from './compare-etc.ts'
import { countLines, describeDifference } from './describe-difference.ts'
import { findHeld } from './find-held.ts'
import { findProtected } from './decisions.ts'
import { hasUnknownOwner } from './find-lines.ts'
import type { EtcPlan } from './plan.ts'
import * as texts from './texts.ts'
import { versionsOf } from './versions.ts'

type Signalled = { readonly signal: AbortSignal }
type Lines = ReadonlyMap<BytePath, number>

export async function makePlan(state: RulesReader, pair: Pair, signalled: Signalled): Promise<EtcPlan> {
  const [text, inspection] = await Promise.all([state.readFile(rulesFile, signalled), inspectBoth(pair, signalled)])
  const { never } = inspection
  const rules = parseRules(text ?? '', never)
  const decisions = new Map(rules.map(({ path, decision }) => [path, decision]))
  const differing = inspection.paths.filter((one) => !isEqual(one) && isReadable(one))
  const tracked = differing.filter(({ path }) => decide(path, decisions, never) === 'always')
  const open = differing.filter((one) => decide(one.path, decisions, never) === 'undecided' && isDecision(one))
  const lines = await countLines(pair, [...tracked, ...open], signalled)
  const assessed = tracked.map((one) => ({ one, state: assessTracked(one) }))
  const coming = pick(assessed, ['copy'])
  const drift = pick(assessed, ['drift', 'conflict'])
  const [guarded, held] = await Promise.all([
    findProtected(pair.to, coming, signalled),
    findHeld(pair, [...coming, ...open.filter(({ from }) => from !== undefined), ...drift], signalled),
  ])
  return {
    rules: rules.map((rule: PersonEtcRule) => ({ ...rule })),
    changes: coming.map((one) => describeChange(one, pair, lines)),
    protected: [...guarded],
    held: [...held],
    unowned: coming.filter((one) => hasUnknownOwner(one, inspection)).map(({ path }) => path),
    unreadable: unreadableOf(inspection.paths),
    staying: pick(assessed, ['stays']).map(({ path }) => path),
    undecided: open.map((one) => describeUndecided(one, pair, lines)),
    drift: drift.map((one) => describeDrift(one, pair)),
  }
}

function unreadableOf(paths: readonly EtcPath[]): EtcPlan['unreadable'] {
  const on = (side: 'from' | 'to') => paths.filter((one) => unreadableOn(one)[side]).map(({ path }) => path)
  return { from: on('from'), to: on('to') }
}

function pick(
  assessed: readonly { readonly one: EtcPath; readonly state: TrackedState }[],
  states: readonly TrackedState[],
): readonly EtcPath[] {
  return assessed.filter(({ state }) => states.includes(state)).map(({ one }) => one)
}

/** Whether a person or program changed or added it on either laptop. Folders follow what is in them. */
export function isDecision({ path, from, to }: EtcPath): boolean {
  return canHaveRule(path) && [from, to].some((entry) => entry !== undefined && isSomebodys(entry))
}

function describeChange(one: EtcPath, pair: Pair, lines: Lines): EtcPlan['changes'][number] {
  const effect = one.to === undefined ? 'add' : one.from === undefined ? 'remove' : 'update'
  const detail =
    effect === 'remove' ? texts.difference.removedOn(pair.from.label) : describeDifference(one, pair, lines)
  const bytes = one.from?.kind === 'file' ? one.from.bytes : 0
  return { path: one.path, effect, detail, bytes, mark: markOf(one), there: markOfTaken(one) }
}

function describeUndecided(one: EtcPath, pair: Pair, lines: Lines): EtcPlan['undecided'][number] {
  const suggestion = suggest(one, pair)
  return {
    path: one.path,
    reason: describeDifference(one, pair, lines),
    onlyTo: one.from === undefined,
    secret: isSecret(one),
    canLook: canLook(one),
    versions: versionsOf(one),
    ...packageOf(one),
    ...(suggestion === undefined ? {} : { suggestion }),
    mark: markOf(one),
    there: markOfTaken(one),
  }
}

function describeDrift(one: EtcPath, pair: Pair): EtcPlan['drift'][number] {
  const both = assessTracked(one) === 'conflict'
  const reason = !both
    ? texts.changedThere(pair.to.label, one.to === undefined)
    : one.from === undefined
      ? texts.removedAndChanged(pair.from.label, pair.to.label)
      : one.isUnclear
        ? texts.changedUnclear
        : texts.changedOnBoth
  return {
    path: one.path,
    reason,
    both,
    secret: isSecret(one),
    canLook: canLook(one),
    versions: versionsOf(one),
    ...packageOf(one),
    mark: markOf(one),
    there: markOfTaken(one),
  }
}

/** Folders whose files are ordinary settings, not about hardware. */
const settings =
  /^\/(?:sysctl\.d|profile\.d|cron\.d|cron\.(?:daily|weekly|monthly|hourly)|logrotate\.d|apt\/(?:preferences|apt\.conf)\.d|environment\.d|tmpfiles\.d|security\/limits\.d|systemd\/(?:system|user)|fonts|skel|vim|bash_completion\.d|nanorc|default)(?:\/|$)/

/** No suggestion for secrets, and none where nothing points either way. */
function suggest(one: EtcPath, { from }: Pair): EtcPlan['undecided'][number]['suggestion'] {
  if (isSecret(one)) return undefined
  const bound = [one.from, one.to]
    .map((entry) => (entry?.kind === 'file' ? entry.bound : undefined))
    .find((why) => why !== undefined)
  if (bound !== undefined) return { choice: 'never', why: texts.looksBound(from.wording.text(bound)) }
  if (one.from === undefined || !settings.test(one.path)) return undefined
  return { choice: 'always', why: texts.looksLikeSetting }
}

/** As the source has it, where both have it. */
function packageOf({ from, to }: EtcPath): { readonly package?: string } {
  const name = [from, to].map((entry) => (entry !== undefined && isSomebodys(entry) ? entry.package : undefined))
  const first = name.find((one) => one !== undefined)
  return first === undefined ? {} : { package: first }
}

function isSecret({ from, to }: EtcPath): boolean {
  return [from, to].some((entry) => entry?.kind === 'file' && entry.secret)
}

function canLook({ path, from, to }: EtcPath): boolean {
  return (
    textFromBytePath(path) !== '' &&
    [from, to].every((entry) => entry === undefined || entry.kind === 'file' || entry.kind === 'link')
  )
}
