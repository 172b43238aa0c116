/** What is worth a notification: that it ended, failed, or needs the person. Pure. */
import { behindIn, proofTitle } from '../../src-main/contract/proof/proof-title.ts'
import type { PlanView, SwitchState } from '../../src-main/contract/switch-state.ts'
import { freshMs } from '../../src-main/contract/overview/seen-when.ts'
import { standingOf } from './standing.ts'
import { texts } from './texts.ts'

/** The person chooses of which they want to be told. */
export const newsKinds = ['ended', 'failed', 'question'] as const
export type NewsKind = (typeof newsKinds)[number]

export interface News {
  readonly kind: NewsKind
  readonly title: string
  readonly body: string
}

function doneTitle({ scope, from, to }: PlanView, behind: string | undefined): string {
  if (behind !== undefined) return texts.verifiedTitle(to.label)
  return scope === 'packages' ? texts.packagesTitle(from.label, to.label) : texts.doneTitle(from.label)
}

/** Absent where nothing changed that somebody waits for, and for what the person did themselves. */
export function newsBetween(
  before: SwitchState | undefined,
  after: SwitchState | undefined,
  nowMs: number,
): News | undefined {
  if (before === undefined || after === undefined || before.kind === after.kind) return undefined
  if (after.kind === 'done' && before.kind === 'running') {
    // A page that was without its app for long hears of the end late: by then more may have happened.
    if (nowMs - Date.parse(after.proof.finishedAt) >= freshMs) return undefined
    const behind = behindIn(after.proof)
    return { kind: 'ended', title: doneTitle(after.plan, behind), body: behind ?? proofTitle(after.proof) }
  }
  if (after.kind === 'interrupted' && before.kind === 'running' && after.by !== 'person') {
    const { scope, to } = after.plan
    const body = scope === undefined ? texts.failedText(to.label) : texts.openText
    return { kind: 'failed', title: texts.failedTitle(to.label), body }
  }
  if (after.kind === 'planned' && standingOf(after, undefined).kind === 'needs-you')
    return { kind: 'question', title: texts.needsTitle(after.plan.to.label), body: texts.needsText }
  return undefined
}
