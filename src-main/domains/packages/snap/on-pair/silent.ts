/** A laptop whose snapd does not answer: nothing is known of its snaps, so that nothing is compared. Pure. */
import type { VerificationItem } from '../../../../contract/switch-state.ts'
import type { DifferingItem, VerifiedArea } from '../../../../contract/verify-calls.ts'
import type { Pair } from '../../../../switch/step.ts'
import { checkedArea } from '../../on-pair/proof/checked-area.ts'
import { itemNotCompared } from '../../on-pair/proof/proof-item.ts'
import type { SnapCapture } from '../model.ts'
import type { SnapPlan } from './snap-plan.ts'
import * as texts from './texts.ts'

type Captures = Readonly<Record<'from' | 'to', SnapCapture>>
type Labels = Readonly<Record<'from' | 'to', Pick<Pair['from'], 'label'>>>

/** Undefined where both answered, to the plan as well: without an answer to it nothing was copied. */
export function silentItem(pair: Labels, plan: Pick<SnapPlan, 'snapd'>, now: Captures): VerificationItem | undefined {
  const inPlan = silentOf(pair, plan.snapd)
  const labels = inPlan.length > 0 ? inPlan : silentOf(pair, { from: now.from.snapd, to: now.to.snapd })
  if (labels.length === 0) return undefined
  const names = knownApps(now)
  const text = texts.notCompared[inPlan.length > 0 ? 'plan' : 'now'](labels)
  const notCompared = { why: 'left-out' as const, what: texts.snaps(names.length), names }
  return itemNotCompared([texts.proofTitle, text], notCompared)
}

/** The same for the full check. What is not known is never nothing. */
export function silentArea(pair: Labels, now: Captures): VerifiedArea | undefined {
  const labels = silentOf(pair, { from: now.from.snapd, to: now.to.snapd })
  if (labels.length === 0) return undefined
  const apps = knownApps(now)
  const paths = apps.length === 0 ? [texts.program] : apps
  const notCompared = paths.map((path): DifferingItem => ({ path, differsIn: ['unreadable'] }))
  const notes = [texts.notCompared.now(labels)]
  return checkedArea({ title: texts.proofTitle, compared: 0, notCompared, notes }, undefined)
}

function silentOf(pair: Labels, snapd: SnapPlan['snapd']): readonly string[] {
  return (['from', 'to'] as const).filter((side) => snapd[side] === 'silent').map((side) => pair[side].label)
}

function knownApps({ from, to }: Captures): string[] {
  const apps = [...from.snaps, ...to.snaps].filter(({ kind }) => kind === 'app')
  return [...new Set(apps.map(({ name }) => name))]
}
