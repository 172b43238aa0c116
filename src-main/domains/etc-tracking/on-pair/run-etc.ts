/**
 * Copies what rules and answers say, then records it on both laptops: freeze, fetch, prove, place. Repeatable: looks at both
 * again every time, and each line at what is there before it is done.
 */
import { notDone } from '../../../commons/etc-effects/texts.ts'
import type { SyncSession } from '../../../commons/syncthing/on-pair/sync-session.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { StepOutcome } from '../../../contract/switch-state.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { decide } from '../decide.ts'
import type { ManifestEntry } from '../manifest.ts'
import { commitEtc, rememberEtc, type EtcEntry, offerEtc, stageEtc, takeEffectEtc } from '../verbs.ts'
import {
  fingerprintOf,
  freezeBoth,
  inspectBoth,
  isEqual,
  isReadable,
  type EtcPair,
  type EtcPath,
  type FrozenPair,
} from './compare-etc.ts'
import { allRules, chart, type Rules } from './decisions.ts'
import { hasUnknownOwner, linesOf, type EtcLine } from './find-lines.ts'
import { placeOnTrial, type ConnectAnew } from './place-on-trial.ts'
import type { EtcPlan } from './plan.ts'
import * as texts from './texts.ts'

/** One run of the step: both laptops, what was agreed on, and the Syncthing that carries. */
export interface EtcRun {
  readonly pair: Pair
  readonly plan: EtcPlan
  readonly answers: Answers
  readonly context: RunContext
  readonly session: SyncSession
  readonly connectAnew: ConnectAnew
}

export async function runEtc(etcRun: EtcRun): Promise<StepOutcome> {
  const { pair, plan, answers, context } = etcRun
  const rules = allRules(plan, answers)
  const frozen = await freezeBoth(pair, context)
  const { tracked } = chart(frozen, rules, { plan, answers, placed: frozen.placed })
  const differing = tracked.filter(
    (one) => !isEqual(one) && one.from?.kind !== 'other' && !hasUnknownOwner(one, frozen),
  )
  const lines = linesOf(frozen, differing, rules)
  const held = lines.length > 0 ? await bring(etcRun, frozen, lines) : new Set()
  // What was placed is looked at again; where nothing was, what was held still is what there is.
  await remember(etcRun, rules, { frozen, inspection: lines.length > 0 ? await inspectBoth(pair, context) : frozen })
  // A run that was broken off before has placed some of it.
  const before = tracked.filter((one) => isEqual(one) && frozen.placed.has(one.path))
  const brought = differing.filter(({ path }) => !held.has(path))
  const items = brought.length + before.length
  const notes = items === 0 ? [] : await takeEffect(pair, context)
  const unrecorded = await commitBoth(pair, context)
  const done = items === 0 ? texts.nothingCopied : texts.copied(items, pair.to.label)
  const text = [done, ...notes, ...unrecorded].join('. ')
  const bytes = bytesOf(brought) + bytesOf(before)
  return { text, bytes, items, ...(before.length === 0 ? {} : { bytesBefore: bytesOf(before) }) }
}

function bytesOf(paths: readonly EtcPath[]): number {
  return paths.reduce((sum, { from }) => sum + (from?.kind === 'file' ? from.bytes : 0), 0)
}

/** @returns What was held back there. */
async function bring(etcRun: EtcRun, frozen: FrozenPair, lines: readonly EtcLine[]): Promise<ReadonlySet<BytePath>> {
  const { pair, session, context } = etcRun
  const { switchId, logger } = context
  const paths = lines.filter(({ action }) => action === 'place').map(({ path }) => path)
  await fetchEtc({ pair, session, context, frozen, paths })
  const request = { switchId, frozenId: frozen.frozenTo, lines: [...lines] }
  const { left, held } = await placeOnTrial(request, etcRun)
  if (left.length > 0) {
    const names = left.map(({ path, why, detail = '' }) => `/etc${textFromBytePath(path)}: ${why} ${detail}`)
    logger.log('info', 'left alone, because it is no longer as it was', { names: names.slice(0, 20) })
  }
  return new Set(held.map(({ path }) => path))
}

/**
 * What is equal now becomes the base of the next plan. What was kept gets the version of the source as its base: so it counts as changed on
 * the target alone, and on the way back it travels without a question. What was changed on the source since it was held still was equal as
 * of then.
 */
async function remember(
  { pair, plan, answers, context: { switchId, signal } }: EtcRun,
  rules: Rules,
  { frozen, inspection }: { readonly frozen: EtcPair; readonly inspection: EtcPair },
): Promise<void> {
  const { kept, own } = chart(inspection, rules, { plan, answers, placed: new Set() })
  const keptPaths = new Set([...kept, ...own].map(({ path }) => path))
  const carried = new Map(frozen.paths.map(({ path, from }) => [path, from]))
  const fingerprints: Record<string, string> = {}
  for (const one of inspection.paths) {
    if (decide(one.path, rules, inspection.never) !== 'always') continue
    const held = carried.get(one.path)
    const isHeld = isThere(held) && fingerprintOf(held) === fingerprintOf(one.to)
    if (isHeld) fingerprints[one.path] = fingerprintOf(held)
    else if (!isReadable(one) && one.base !== undefined) fingerprints[one.path] = one.base
    else if (isThere(one.from) && (keptPaths.has(one.path) || isEqual(one)))
      fingerprints[one.path] = fingerprintOf(one.from)
  }
  await Promise.all([
    pair.from.call(rememberEtc, { switchId, fingerprints }, { signal }),
    pair.to.call(rememberEtc, { switchId, fingerprints }, { signal }),
  ])
}

function isThere(entry: EtcEntry | undefined): boolean {
  return entry !== undefined && entry.kind !== 'other'
}

/** Before it is recorded: some of it changes /etc. @returns What is to be said of what failed. */
async function takeEffect({ to }: Pair, { switchId, signal, report }: RunContext): Promise<readonly string[]> {
  report({ done: 0, total: 0, unit: 'files', current: texts.takingEffect(to.label), on: 'to' })
  const { failed } = await to.call(takeEffectEtc, { switchId }, { signal })
  return failed.map((one) => notDone(to.label, one))
}

/** What is to be said of the histories. */
async function commitBoth({ from, to }: Pair, { switchId, signal, report }: RunContext): Promise<readonly string[]> {
  report({ done: 0, total: 0, unit: 'files', current: texts.recording([from.label, to.label]) })
  const message = texts.commitMessage(from.name, to.name, switchId)
  const commit = async (machine: Machine): Promise<readonly string[]> => {
    const { outcome } = await machine.call(commitEtc, { message }, { signal })
    if (outcome === 'not-recorded') return [texts.notRecorded(machine.label)]
    return outcome === 'cut-short' ? [texts.cutShort(machine.label)] : []
  }
  return (await Promise.all([commit(from), commit(to)])).flat()
}

const triesAtMost = 3

interface EtcFetch {
  readonly pair: Pair
  readonly session: SyncSession
  readonly context: RunContext
  readonly frozen: Pick<FrozenPair, 'frozenFrom' | 'frozenTo'>
  /** What is read from the frozen tree of the source. */
  readonly paths: readonly BytePath[]
}

/**
 * Brings what is to be placed to the target, and has it proven there: each content by its checksum. What did not arrive rightly is fetched
 * again. Nothing in /etc changes. Throws AppError "sync-failed" with the names of files that never arrived rightly.
 */
async function fetchEtc({ pair, session, context, frozen, paths }: EtcFetch): Promise<void> {
  const { switchId, signal, report } = context
  let anew: readonly string[] = []
  for (let tries = 1; ; tries += 1) {
    const offer = { frozenId: frozen.frozenFrom, paths: [...paths], anew: [...anew] }
    const { manifest, changed } = await pair.from.call(offerEtc, offer, { signal })
    if (manifest.some(({ kind }) => kind === 'file'))
      await session.carry(pair, { folder: 'etc', names: changed, wrong: anew, onProgress: report, signal })
    const { wrong } = await pair.to.call(stageEtc, { switchId, frozenId: frozen.frozenTo, manifest }, { signal })
    if (wrong.length === 0) return
    const names = namesOf(manifest, wrong)
    context.logger.log('warn', 'not what was sent', { names, tries })
    if (tries === triesAtMost) throw notArrived(names, pair)
    anew = wrong
  }
}

function namesOf(manifest: readonly ManifestEntry[], wrong: readonly string[]): readonly string[] {
  return manifest.flatMap((entry) =>
    entry.kind === 'file' && wrong.includes(entry.sha256) ? [`/etc${textFromBytePath(entry.path)}`] : [],
  )
}

function notArrived(names: readonly string[], { to }: Pair): AppError {
  return new AppError({
    code: 'sync-failed',
    ...texts.notArrived(names.length, to.label),
    details: names.slice(0, 50).join('\n'),
  })
}
