import { calls } from '../../../contract/calls.ts'
import type { UndoPlan } from '../../../contract/rollback-calls.ts'
import type { CliCommand } from '../commands.ts'
import type { Connection } from '../connection.ts'
import { exitCodes } from '../exit-codes.ts'
import { sayState } from '../snapshots/bringing-back.ts'
import { notYet } from '../snapshots/consent.ts'
import { findSwitch, listSwitches } from './choose.ts'
import { undoPlanLines } from './texts.ts'

export interface UndoOptions {
  readonly atNextStart: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

/** Of the last switch when no id is given. */
export function undoCommand(id: string | undefined, options: UndoOptions): CliCommand {
  return async ({ client }, output) => {
    const undo = await client.call(calls.undoPlan, await wantedOf(client, id))
    output.tell({ type: 'undo-plan', undo })
    undoPlanLines(undo).forEach(output.say)
    if (options.dryRun) return exitCodes.done
    if (!options.yes) return notYet(output)
    const when = options.atNextStart || mustWait(undo) ? 'next-start' : 'now'
    const { planId } = undo.plan
    const state = await client.call(calls.rollbackRun, { planId, subvolumes: goingBack(undo), when })
    return sayState(output, [state])
  }
}

async function wantedOf(client: Connection['client'], id: string | undefined): Promise<{ switchId?: string }> {
  return id === undefined ? {} : { switchId: findSwitch(await listSwitches(client), id).switchId }
}

/** All that can be rolled back: the plan says what cannot. */
function goingBack({ plan }: UndoPlan): string[] {
  return plan.subvolumes.filter(({ when }) => when.kind !== 'refused').map(({ subvolume }) => subvolume)
}

function mustWait({ plan }: UndoPlan): boolean {
  return plan.subvolumes.some(({ when }) => when.kind === 'next-start')
}
