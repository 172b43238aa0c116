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

export async function runEtc(
  pair: Pair,
  plan: EtcPlan,
  answers: Answers,
  context: RunContext,
  session: SyncSession,
): Promise<StepOutcome> {
  const rules = allRules(plan, answers)
  const before = await inspectBoth(pair, context)
  const { tracked, kept } = chart(before, rules, answers)
  const foreign = tracked.filter((one) => hasUnknownOwner(one, before))
  const differing = tracked.filter((one) => !isEqual(one) && !foreign.includes(one))
  if (differing.length > 0) {
    await makeParents(pair, before, differing, rules, context)
    await copy(pair, rules, tracked, [...kept, ...foreign], context, session)
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
async function makeParents(
  pair: Pair,
  { paths }: EtcPair,
  differing: readonly EtcPath[],
  rules: Rules,
  { signal }: RunContext,
): Promise<void> {
  const byPath = new Map(paths.map((one) => [one.path, one]))
  const folders = [
    ...new Set(differing.filter(({ from }) => from !== undefined).flatMap(({ path }) => parentsOf(path))),
  ].flatMap((path) => {
    const { from, to } = byPath.get(path) ?? {}
    const isMissing = from?.kind === 'folder' && to === undefined && decide(path, rules) !== 'always'
    return isMissing ? [{ path, mode: from.mode, owner: from.owner, group: from.group }] : []
  })
  if (folders.length > 0) await pair.to.call(prepareEtcFolders, { folders }, { signal })
}

function parentsOf(path: BytePath): readonly BytePath[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_part, index) => `/${parts.slice(0, index + 1).join('/')}`)
}

async function copy(
  pair: Pair,
  rules: Rules,
  tracked: readonly EtcPath[],
  left: readonly EtcPath[],
  { signal, report }: RunContext,
  session: SyncSession,
): Promise<void> {
  const known = new Set(tracked.flatMap(({ path }) => [path, ...parentsOf(path)]))
  const lines = compileRules(
    [...rules].map(([path, decision]) => ({ path, decision })),
    left.map(({ path }) => path).filter(canHaveRule),
  )
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
  const { paths } = await inspectBoth(pair, { signal })
  const keptPaths = new Set(kept.map(({ path }) => path))
  const fingerprints: Record<string, string> = {}
  for (const one of paths) {
    if (decide(one.path, rules) !== 'always') continue
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
  const message = `pc-switcher: ${from.name} to ${to.name}, switch ${switchId}`
  await Promise.all([from.call(commitEtc, { message }, { signal }), to.call(commitEtc, { message }, { signal })])
}
