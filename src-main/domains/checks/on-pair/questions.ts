/** Questions before a switch that could hide newer work. Neither has a safe default. */
import type { Question } from '../../../contract/preview.ts'
import { wizardPages } from '../../../contract/wizard-page.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { ChecksPlan, LaptopPair } from './check.ts'
import * as texts from './texts.ts'

const stopping = { id: 'stop', label: texts.stopLabel, meaning: 'stop', bulk: false } as const

/** Undefined when the laptop that is left has the latest work, or neither has any yet. */
export function holderQuestion({ holder, at }: ChecksPlan, laptops: LaptopPair): Question | undefined {
  const { from, to } = laptops
  if (holder.kind === 'never-switched' || (holder.kind === 'held' && holder.by === from.name)) return undefined
  const reason =
    holder.kind === 'held' && holder.by === to.name
      ? texts.newerWork(holder.since, Date.parse(at), laptops)
      : texts.holderUnknown(holder.kind === 'unclear' ? holder.why : texts.shouldBeOn(holder.by))
  return {
    ...form,
    id: 'checks:holder',
    title: texts.whichLeads,
    subject: { kind: 'laptop', name: to.name },
    about: JSON.stringify(holder),
    reason,
    choices: [
      {
        id: 'take-anyway',
        label: texts.takeAnyway.label(laptops),
        effect: texts.takeAnyway.effect(laptops),
        meaning: 'change',
        bulk: false,
      },
      { ...stopping, effect: texts.startThereInstead(laptops) },
    ],
  }
}

/** Undefined when neither laptop remembers an unfinished switch, other than the one that asks. */
export function unfinishedQuestion({ from, to, at }: ChecksPlan, laptops: LaptopPair): Question | undefined {
  const open = [from.ledger, to.ledger].flatMap((ledger) =>
    ledger.lock?.ours === true && ledger.lock.id === ledger.open?.switchId ? [] : (ledger.open ?? []),
  )[0]
  if (open === undefined) return undefined
  return {
    ...form,
    id: 'checks:unfinished',
    title: texts.unfinishedSwitch,
    subject: { kind: 'switch', switchId: open.switchId },
    about: open.switchId,
    reason: texts.unfinished({ from: open.from.label, to: open.to.label }, open.since, Date.parse(at)),
    choices: [
      {
        id: 'begin-anew',
        label: texts.beginAnew.label,
        effect: texts.beginAnew.effect(laptops),
        meaning: 'change',
        bulk: false,
      },
      { ...stopping, effect: texts.resumeInstead },
    ],
  }
}

const form = {
  stepId: stepIds.checks,
  pageId: wizardPages.laptops.id,
  form: 'choice',
  required: true,
  secret: false,
  canLook: false,
} as const
