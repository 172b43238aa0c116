/** Makes an order from what the person agreed to, and checks that it still fits when it is carried out. */
import type { Message } from '../../../../kernel/message.ts'
import { asProblem } from '../../../../contract/catalogue.ts'
import { ledgerMark } from '../../../../commons/ledger/on-machine/unclear-holder.ts'
import { toMessage } from '../../../../kernel/app-error.ts'
import { runningConfigFolders } from '../../../../tools/syncthing/person/find-config.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Order, OperationSubvolume } from '../state/operation.ts'
import type { LaptopContext } from '../state/context.ts'
import { inspect, type RollbackInspection } from './inspect.ts'
import type { InspectionPlaces } from './inspection-places.ts'
import { rollbackMessages } from '../../messages.ts'

export interface RollbackRequest {
  readonly operationId: string
  readonly setId: string
  readonly when: Order['when']
  /** The switch that it undoes. */
  readonly undoes?: string | undefined
  readonly agreed: readonly { readonly subvolume: string; readonly oldUuid: string; readonly snapshotUuid: string }[]
}

/** AppError "plan-changed" or "blocked" when it differs from the agreement or cannot be done. Nothing is changed then. */
export async function makeOrder(
  at: InspectionPlaces,
  context: LaptopContext,
  request: RollbackRequest,
  options: RunOptions,
): Promise<Order> {
  const subvolumes = request.agreed.map(({ subvolume }) => subvolume)
  const inspected = await inspect(at, context, { setId: request.setId, subvolumes }, options)
  for (const agreed of request.agreed) requireSame(inspected, agreed)
  for (const { when } of inspected.subvolumes) {
    if (when.kind === 'refused') throw asProblem('blocked', when.why)
    if (when.kind === 'next-start' && request.when === 'now') throw asProblem('blocked', when.why)
  }
  return {
    version: 1,
    operationId: request.operationId,
    setId: request.setId,
    setAt: inspected.setAt,
    when: request.when,
    askedAt: new Date().toISOString(),
    subvolumes: [...inspected.found],
    after: ledgerMark(at.places.stateFolder),
    syncthing: [...runningConfigFolders(context.names.person.uid)],
    ...(request.undoes === undefined ? {} : { undoes: request.undoes }),
  }
}

/** Why it can no longer be carried out; undefined when it can. Users do not matter then. */
export async function checkOrder(
  at: InspectionPlaces,
  context: LaptopContext,
  order: Order,
  options: RunOptions,
): Promise<Message | undefined> {
  try {
    const request = { setId: order.setId, subvolumes: order.subvolumes.map(({ subvolume }) => subvolume) }
    const inspected = await inspect(at, context, request, options)
    for (const subvolume of order.subvolumes) requireSame(inspected, subvolume)
    const refused = inspected.subvolumes.flatMap(({ when }) => (when.kind === 'refused' ? [when.why] : []))
    return refused[0]
  } catch (thrown) {
    return toMessage(thrown)
  }
}

function requireSame(
  { found }: RollbackInspection,
  agreed: Pick<OperationSubvolume, 'subvolume' | 'oldUuid' | 'snapshotUuid'>,
): void {
  const now = found.find(({ subvolume }) => subvolume === agreed.subvolume)
  if (now?.oldUuid === agreed.oldUuid && now.snapshotUuid === agreed.snapshotUuid) return
  throw rollbackMessages.planOutdated({}, { details: agreed.subvolume })
}
