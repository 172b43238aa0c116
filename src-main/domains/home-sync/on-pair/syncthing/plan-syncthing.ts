/** What a plan says of the person's Syncthing: it is waited for, and who has a folder that is not done says what becomes of it. */
import {
  waitForSyncthing,
  type Brought,
  type UpToDate,
} from '../../../../commons/person-syncthing/on-pair/wait-for-syncthing.ts'
import type { PreviewBlock, Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair, PlanContext } from '../../../../switch/step.ts'
import type { SyncthingPlan } from './syncthing-plan.ts'
import * as texts from './texts.ts'

/** Not a path below the person's folder, so no question about one is called the same. */
export const behindQuestionId = 'home:/syncthing'
const choices = { wait: 'wait', leave: 'leave', copy: 'copy' } as const

type Planning = Pick<CallOptions, 'signal'> & Partial<Pick<PlanContext, 'answered' | 'tell'>>

/** Undefined where nobody has a Syncthing that concerns both. */
export async function planSyncthing(
  pair: Pair,
  { signal, answered = {}, tell }: Planning,
): Promise<SyncthingPlan | undefined> {
  const answer = answered[behindQuestionId]
  const report = tell === undefined ? undefined : (brought: Brought) => tell(texts.brings(brought))
  const upToDate = await waitForSyncthing(pair, { ...patienceBy(answer), signal, report })
  return planOf(upToDate, answer === choices.copy)
}

/** Who has said what becomes of the rest waits for no more than a moment: one that is just read has still to be told of. */
function patienceBy(answer: string | undefined): { readonly mostMs: number; readonly restMs?: number } {
  if (answer === choices.wait) return { mostMs: 30 * 60_000, restMs: 60_000 }
  if (answer === choices.leave || answer === choices.copy) return { mostMs: 20_000, restMs: 2_000 }
  return { mostMs: 2 * 60_000 }
}

function planOf(
  { shared, behind, notShared, devices, away, ignoring }: UpToDate,
  areBehindCopied: boolean,
): SyncthingPlan | undefined {
  if (shared.length + notShared.length === 0 && away === undefined) return undefined
  const named = behind.map(({ id, label }) => ({ id, label }))
  const isBehind = new Set(behind.map(({ id }) => id))
  const left = areBehindCopied ? shared.filter(({ id }) => !isBehind.has(id)) : shared
  const chosen = areBehindCopied ? named.map((one) => ({ ...one, why: 'chosen' as const, side: 'from' as const })) : []
  return {
    shared: [...left],
    ignoring: [...ignoring],
    behind: areBehindCopied ? [] : named,
    notShared: [...chosen, ...notShared.map(({ id, label, why, side }) => ({ id, label, why, side }))],
    ...(left.length === 0 || devices === undefined ? {} : { devices }),
    ...(away === undefined ? {} : { away }),
  }
}

interface SyncthingOfPlan {
  readonly syncthing?: SyncthingPlan | undefined
  readonly conflicts?: number | undefined
}

export function syncthingNotices({ syncthing, conflicts = 0 }: SyncthingOfPlan, pair: Pair): readonly PreviewBlock[] {
  return [
    ...(syncthing === undefined ? [] : sharingNotices(syncthing, pair)),
    ...(conflicts === 0 ? [] : [notice('warning', texts.inConflict(conflicts))]),
  ]
}

type Notice = Extract<PreviewBlock, { kind: 'notice' }>

function notice(tone: 'info' | 'warning', words: Pick<Notice, 'title' | 'text' | 'changeIn'>): Notice {
  return { ...{ kind: 'notice', pageId: wizardPages.home.id, tone }, ...words }
}

function sharingNotices(
  { shared, behind, notShared, away, ignoring }: SyncthingPlan,
  pair: Pair,
): readonly PreviewBlock[] {
  const labels = shared.map(({ label }) => label)
  const late = behind.map(({ label }) => label)
  return [
    ...(labels.length === 0
      ? []
      : [notice(late.length === 0 ? 'info' : 'warning', texts.carries(labels, late, ignoring))]),
    ...notShared.map((one) => notice('warning', texts.copied(one, pair))),
    ...(away === undefined ? [] : [notice('warning', texts.away(away, pair))]),
  ]
}

/** One for all that is not done. It stands there as well once such a folder is copied: the answer can be taken back. */
export function syncthingQuestions(plan: SyncthingPlan | undefined, { to }: Pair): readonly Question[] {
  const chosen = plan?.notShared.filter(({ why }) => why === 'chosen') ?? []
  const asked = [...(plan?.behind ?? []), ...chosen]
  if (asked.length === 0) return []
  const { title, reason, wait, leave, copy } = texts.behindQuestion
  return [
    {
      id: behindQuestionId,
      stepId: stepIds.home,
      pageId: wizardPages.home.id,
      form: 'choice',
      title: title(asked.map(({ label }) => label)),
      subject: { kind: 'other', what: 'syncthing', name: to.name },
      about: JSON.stringify(asked.map(({ id }) => id).sort()),
      reason,
      choices: [
        { id: choices.wait, ...wait, meaning: 'keep', bulk: false },
        { id: choices.leave, ...leave, meaning: 'keep', bulk: false },
        { id: choices.copy, ...copy, meaning: 'change', bulk: false },
      ],
      safeDefault: choices.leave,
      required: false,
      shapesPlan: true,
      secret: false,
      canLook: false,
    },
  ]
}
