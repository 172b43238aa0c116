/** Flatpak apps for everybody: a part of the step of packages. */
import type { Answers } from '../../../../contract/preview.ts'
import type { PackageRule } from '../../../../contract/package-rule.ts'
import type { StepOutcome } from '../../../../contract/switch-state.ts'
import { pushFiles } from '../../../../commons/transfers/on-pair/push-files.ts'
import { createPhases } from '../../../../switch/phases.ts'
import type { Pair, RunContext, Step, StepDeclaration } from '../../../../switch/step.ts'
import { partsOf, type FlatpakCapture, type Received, type Remote, nameOf } from '../model.ts'
import { applyFlatpaks, captureFlatpaks, packFlatpakRefs, receiveFlatpaks } from '../verbs.ts'
import { applyAnswers, flatpakPlanSchema, type AgreedFlatpaks, type FlatpakPlan } from './flatpak-plan.ts'
import { previewFlatpaks, timeOf } from './preview-flatpaks.ts'
import { probeFlatpaks } from './probe-flatpaks.ts'
import * as texts from './texts.ts'
import { verifyFlatpaks } from './verify-flatpaks.ts'
import { changed } from '../../on-pair/apps/texts.ts'
import { newAndGone } from '../../on-pair/run/describe-changes.ts'
import { sameOf } from './remotes/compare-remotes.ts'

/** `readRules` reads what the person decided once and for all, as the source has it. */
export function createFlatpakStep(
  whole: StepDeclaration,
  readRules: (pair: Pair) => Promise<readonly PackageRule[]>,
): Step<FlatpakPlan> {
  return {
    ...whole,
    planSchema: flatpakPlanSchema,
    probe: (pair, { signal, answered = {} }) => probeFlatpaks(pair, () => readRules(pair), { signal, answered }),
    preview: previewFlatpaks,
    run: runFlatpaks,
    verify: verifyFlatpaks,
    changes: describeChanges,
  }
}

/**
 * Packed on the source laptop, so that nothing has to be downloaded; what cannot be packed, or not proven, comes of its source. Asks that
 * laptop again: what it no longer has since the plan is not brought.
 */
async function runFlatpaks(pair: Pair, plan: FlatpakPlan, answers: Answers, context: RunContext): Promise<StepOutcome> {
  const agreed = applyAnswers(plan, answers)
  const nothing = { text: texts.done(0, pair.to.label), bytes: 0, items: 0 }
  if (isNothing(plan, agreed)) return nothing
  const { signal } = context
  const [from, to] = await Promise.all([
    pair.from.call(captureFlatpaks, {}, { signal }),
    pair.to.call(captureFlatpaks, {}, { signal }),
  ])
  // The package that brings the program may be one that could not be installed: the proof says so.
  if (!to.isInstalled) return nothing
  const order = orderOf(plan, agreed, from, to)
  const phases = createPhases(context.report, {
    bring: { ms: timeOf(plan), current: texts.bringing(pair.to.label) },
    apply: { ms: timeOf(plan), current: texts.installing, on: 'to' },
  })
  const refs = [...order.install, ...order.update].map(({ ref }) => ref)
  const bytes =
    refs.length === 0 || !to.hasOstree ? 0 : await bring(pair, refs, { signal, onProgress: phases.of('bring') })
  const { done } = await pair.to.call(applyFlatpaks, order, { signal, onProgress: phases.of('apply') })
  await pair.from.call(packFlatpakRefs, { refs: [] }, { signal })
  return { text: texts.done(done, pair.to.label), bytes, items: done }
}

async function bring(pair: Pair, refs: readonly string[], options: Parameters<typeof pushFiles>[2]): Promise<number> {
  const [{ paths }] = await Promise.all([
    pair.from.call(packFlatpakRefs, { refs: [...refs] }, { signal: options?.signal }),
    pair.to.call(receiveFlatpaks, {}, { signal: options?.signal }),
  ])
  return (await pushFiles(pair, { area: 'flatpak', paths }, options)).sentBytes
}

function isNothing({ update, masks, pins, overrides }: FlatpakPlan, agreed: AgreedFlatpaks): boolean {
  const changes = [update, masks, pins, overrides, agreed.install, agreed.remove, agreed.remotes]
  return changes.every(({ length }) => length === 0)
}

function orderOf(
  plan: FlatpakPlan,
  { remotes, install, remove, ...agreed }: AgreedFlatpaks,
  from: FlatpakCapture,
  to: FlatpakCapture,
) {
  const without = new Set(agreed.without.map(({ ref }) => partsOf(ref).id))
  const here = new Set(from.flatpaks.map(({ ref }) => ref))
  const asked = new Map(remotes.map((remote) => [remote.name, remote]))
  const added = from.remotes.flatMap((remote) => {
    const trusted = asked.get(remote.name)
    return trusted === undefined ? [] : [{ ...trusted, keyring: remote.keyring }]
  })
  const coming = {
    install: install.filter(({ ref }) => here.has(ref)).map(({ ref, remote }) => ({ ref, remote })),
    update: plan.update.filter(({ ref }) => here.has(ref)).map(({ ref, commit }) => ({ ref, commit })),
  }
  return {
    ...coming,
    remotes: added,
    received: receivableFrom(from, coming, [...to.remotes, ...added]),
    remove: [...remove],
    masks: plan.masks.filter((pattern) => from.masks.includes(pattern)),
    pins: plan.pins.filter((pattern) => from.pins.includes(pattern)),
    overrides: from.overrides.filter(({ name }) => plan.overrides.includes(name) && !without.has(name)),
  }
}

/** What changed since the person answered, a sentence each. */
function describeChanges(agreed: FlatpakPlan, now: FlatpakPlan): readonly string[] {
  const byVersion = ({ ref, commit }: { readonly ref: string; readonly commit: string }) => `${ref} ${commit}`
  const byKeys = ({ name, url, keys }: FlatpakPlan['remotes'][number]) =>
    [name, url, ...keys.map(({ fingerprint }) => fingerprint)].join(' ')
  const comingIn = ({ install, update }: FlatpakPlan) => [...install, ...update]
  return [
    ...newAndGone(comingIn(agreed), comingIn(now), byVersion, [
      (one) => changed.nowInstalled(nameOf(one)),
      (one) => changed.noLonger(nameOf(one)),
    ]),
    ...newAndGone(agreed.removals, now.removals, byVersion, [
      (one) => changed.newQuestion(nameOf(one)),
      (one) => changed.goneQuestion(nameOf(one)),
    ]),
    ...newAndGone(agreed.remotes, now.remotes, byKeys, [
      ({ name }) => changed.newQuestion(name),
      ({ name }) => changed.goneQuestion(name),
    ]),
  ]
}

interface Coming {
  readonly install: readonly { readonly ref: string; readonly remote: string }[]
  readonly update: readonly { readonly ref: string }[]
}

/**
 * What is packed of `from`, and by the keys of which remote of the target each is proven: apps, and the runtimes that they need. `remotes`:
 * those that it has, or gets.
 */
export function receivableFrom(from: FlatpakCapture, coming: Coming, remotes: readonly Remote[]): Received[] {
  const agreed = new Map(coming.install.map(({ ref, remote }) => [ref, remote]))
  const here = new Map(from.flatpaks.map((one) => [one.ref, one]))
  const refs = [...coming.install, ...coming.update].map(({ ref }) => ref)
  const runtimes = refs.map((ref) => here.get(ref)?.runtime ?? '').filter((ref) => ref !== '')
  return [...new Set([...refs, ...runtimes])].flatMap((ref) => {
    const source = from.remotes.find(({ name }) => name === here.get(ref)?.origin)
    const remote = agreed.get(ref) ?? (source === undefined ? undefined : sameOf(source, remotes)?.name)
    return remote === undefined ? [] : [{ ref, remote }]
  })
}
