/** Copies what rules and answers say, then records it on both laptops. Repeatable: inspects both again every time. */
import type { SyncSession } from '../../../commons/syncthing/on-pair/sync-session.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { StepOutcome } from '../../../contract/switch-state.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { canHaveRule, compileRules, decide } from '../compile-rules.ts'
import { commitEtc, prepareEtcFolders, reloadEtcUnits, rememberEtc, inspectEtc, type EtcEntry } from '../verbs.ts'
import { fingerprintOf, isEqual, inspectBoth, type EtcPair, type EtcPath } from './compare-etc.ts'
import { allRules, chart, type Rules } from './decisions.ts'
import type { EtcPlan } from './plan.ts'
import * as texts from './texts.ts'

/** One run of the step: both laptops, what was agreed on, and the Syncthing that copies. */
export interface EtcRun {
  readonly pair: Pair
  readonly plan: EtcPlan
  readonly answers: Answers
  readonly context: RunContext
  readonly session: SyncSession
}

export async function runEtc(etcRun: EtcRun): Promise<StepOutcome> {
  const { pair, plan, answers, context } = etcRun
  const rules = allRules(plan, answers)
  const before = await inspectBoth(pair, context)
  const { tracked, kept } = chart(before, rules, answers)
  const foreign = tracked.filter((one) => hasUnknownOwner(one, before))
  const differing = tracked.filter((one) => !isEqual(one) && !foreign.includes(one))
  if (differing.length > 0) {
    const folders = missingParents(before, differing, rules)
    if (folders.length > 0) await pair.to.call(prepareEtcFolders, { folders }, { signal: context.signal })
    await copy(etcRun, linesOf(before, rules, [...kept, ...foreign]), tracked)
    if (differing.some(({ path }) => path.startsWith('/systemd/'))) await pair.to.call(reloadEtcUnits, {}, context)
  }
  await remember(pair, rules, kept, context)
  await commitBoth(pair, context)
  const bytes = differing.reduce((sum, { from }) => sum + (from?.kind === 'file' ? from.bytes : 0), 0)
  const text = differing.length === 0 ? texts.nothingCopied : texts.copied(differing.length, pair.to.label)
  return { text, bytes, items: differing.length }
}

/** Owned by a number without a name: Syncthing would give such a file to whoever has that number on the receiver. */
function hasUnknownOwner({ from }: EtcPath, { to }: EtcPair): boolean {
  if (from === undefined) return false
  const known = (name: string, names: readonly string[]) => /^\d+$/.test(name) || names.includes(name)
  return !known(from.owner, to.accounts.users) || !known(from.group, to.accounts.groups)
}

/** Folders that hold a tracked file and are not tracked themselves: Syncthing would make them readable for everybody. */
function missingParents({ paths, never }: EtcPair, differing: readonly EtcPath[], rules: Rules) {
  const byPath = new Map(paths.map((one) => [one.path, one]))
  const parents = new Set(differing.filter(({ from }) => from !== undefined).flatMap(({ path }) => parentsOf(path)))
  return [...parents].flatMap((path) => {
    const { from, to } = byPath.get(path) ?? {}
    const isMissing = from?.kind === 'folder' && to === undefined && decide(path, rules, never) !== 'always'
    return isMissing ? [{ path, mode: from.mode, owner: from.owner, group: from.group }] : []
  })
}

function parentsOf(path: BytePath): readonly BytePath[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_part, index) => `/${parts.slice(0, index + 1).join('/')}`)
}

function linesOf({ never }: EtcPair, rules: Rules, left: readonly EtcPath[]): readonly string[] {
  return compileRules(
    [...rules].map(([path, decision]) => ({ path, decision })),
    left.map(({ path }) => path).filter(canHaveRule),
    never,
  )
}

async function copy(
  { pair, session, context: { signal, report } }: EtcRun,
  lines: readonly string[],
  tracked: readonly EtcPath[],
): Promise<void> {
  const known = new Set(tracked.flatMap(({ path }) => [path, ...parentsOf(path)]))
  await session.bringFolderInSync(pair, {
    folder: 'etc',
    ignoresFrom: lines,
    ignoresTo: lines,
    mayRevert: (names) =>
      noneCameUp(
        pair.to,
        names.map((name) => `/${name}`).filter((path) => !known.has(path)),
        signal,
      ),
    onProgress: report,
    signal,
  })
}

/** All that is tracked was looked at a moment ago. Of other names Syncthing's index may still know, but the disk must not. */
async function noneCameUp(machine: Machine, unknown: readonly BytePath[], signal: AbortSignal): Promise<boolean> {
  if (unknown.length === 0) return true
  const { entries } = await machine.call(inspectEtc, {}, { signal })
  return entries.every(({ path }) => !unknown.includes(path))
}

/**
 * What is equal now becomes the base of the next plan. What was kept gets the version of the laptop that is left as its
 * base: so it counts as changed on the other one alone, and on the way back it travels without a question.
 */
async function remember(pair: Pair, rules: Rules, kept: readonly EtcPath[], { signal }: RunContext): Promise<void> {
  const { paths, never } = await inspectBoth(pair, { signal })
  const keptPaths = new Set(kept.map(({ path }) => path))
  const fingerprints: Record<string, string> = {}
  for (const one of paths) {
    if (decide(one.path, rules, never) !== 'always') continue
    if ((keptPaths.has(one.path) || isEqual(one)) && isThere(one.from)) fingerprints[one.path] = fingerprintOf(one.from)
  }
  await Promise.all([
    pair.from.call(rememberEtc, { fingerprints }, { signal }),
    pair.to.call(rememberEtc, { fingerprints }, { signal }),
  ])
}

function isThere(entry: EtcEntry | undefined): boolean {
  return entry !== undefined && entry.kind !== 'other'
}

async function commitBoth({ from, to }: Pair, { switchId, signal }: RunContext): Promise<void> {
  const message = texts.commitMessage(from.name, to.name, switchId)
  await Promise.all([from.call(commitEtc, { message }, { signal }), to.call(commitEtc, { message }, { signal })])
}
