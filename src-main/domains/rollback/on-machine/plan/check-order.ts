/** From what a person agreed to, to an order; and whether an order still fits when it is carried out. */
import { ledgerMark } from '../../../../commons/ledger/on-machine/unclear-holder.ts'
import { AppError, toAppError } from '../../../../kernel/app-error.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Order, Part } from '../state/operation.ts'
import type { Surroundings } from '../state/context.ts'
import { survey, type Survey } from './inspect.ts'
import type { SurveyPlaces } from './inspection-places.ts'

export interface Wish {
  readonly operationId: string
  readonly setId: string
  readonly when: Order['when']
  readonly agreed: readonly { readonly part: string; readonly oldUuid: string; readonly snapshotUuid: string }[]
}

/** AppError "plan-changed" or "blocked", with nothing changed, when it is not what was agreed to or cannot be done. */
export async function makeOrder(
  at: SurveyPlaces,
  around: Surroundings,
  wish: Wish,
  options: RunOptions,
): Promise<Order> {
  const parts = wish.agreed.map(({ part }) => part)
  const surveyed = await survey(at, around, { setId: wish.setId, parts }, options)
  for (const agreed of wish.agreed) requireSame(surveyed, agreed)
  for (const { when, title } of surveyed.parts) {
    if (when.kind === 'refused') throw blocked(`${title} cannot be rolled back. ${when.why}`, when.hint)
    if (when.kind === 'next-start' && wish.when === 'now')
      throw blocked(
        `${title} cannot be rolled back now. ${when.why}`,
        'End what uses it, or roll back when the laptop restarts.',
      )
  }
  return {
    version: 1,
    operationId: wish.operationId,
    setId: wish.setId,
    setAt: surveyed.setAt,
    when: wish.when,
    askedAt: new Date().toISOString(),
    parts: [...surveyed.found],
    after: ledgerMark(at.places.stateFolder),
  }
}

/** A sentence when it cannot be carried out any more; undefined when it can. Who uses it does not matter by then. */
export async function checkOrder(
  at: SurveyPlaces,
  around: Surroundings,
  order: Order,
  options: RunOptions,
): Promise<string | undefined> {
  try {
    const wish = { setId: order.setId, parts: order.parts.map(({ part }) => part) }
    const surveyed = await survey(at, around, wish, options)
    for (const part of order.parts) requireSame(surveyed, part)
    const refused = surveyed.parts.flatMap(({ when }) => (when.kind === 'refused' ? [when.why] : []))
    return refused[0]
  } catch (thrown) {
    return toAppError(thrown).message
  }
}

function requireSame({ found }: Survey, agreed: Pick<Part, 'part' | 'oldUuid' | 'snapshotUuid'>): void {
  const now = found.find(({ part }) => part === agreed.part)
  if (now?.oldUuid === agreed.oldUuid && now.snapshotUuid === agreed.snapshotUuid) return
  throw new AppError({
    code: 'plan-changed',
    message: 'What is on the laptop is not what the rollback was planned with.',
    hint: 'Nothing was changed. Make a new plan and look at it again.',
    details: agreed.part,
  })
}

function blocked(message: string, hint: string): AppError {
  return new AppError({ code: 'blocked', message, hint })
}
