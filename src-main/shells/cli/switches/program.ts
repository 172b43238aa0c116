import type { Command as Commander } from 'commander'
import { calls } from '../../../contract/calls.ts'
import type { UndoPlan } from '../../../contract/rollback-calls.ts'
import type { CliCommand } from '../commands.ts'
import type { Connection } from '../connection.ts'
import { exitCodes } from '../exit-codes.ts'
import type { AddCommand, Does } from '../program-parts.ts'
import { sayState } from '../snapshots/bringing-back.ts'
import { notYet } from '../snapshots/consent.ts'
import { findSwitch, listSwitches } from './choose.ts'
import { giveUpCommand, listSwitchesCommand, logCommand, pauseCommand, suspendCommand } from './commands.ts'
import { undoPlanLines } from './texts.ts'

/** What can be done with a switch that runs, or stands still, or is over. */
export function addSwitchCommands(program: Commander, command: AddCommand, does: Does): void {
  command(program, 'pause', 'pause the switch that runs on this laptop; it can be resumed').action(does(pauseCommand))
  command(program, 'give-up', 'give up an interrupted switch; it can no longer be resumed').action(
    does(giveUpCommand, true),
  )
  command(program, 'undo [id]', 'undo the last switch: the laptop that was taken is again what it was before')
    .option('--at-next-start', 'undo it at the next restart, also where it could be done now', false)
    .option('--dry-run', 'only show what would be done', false)
    .option('--yes', 'do it; nothing is changed without this', false)
    .action((id: string | undefined, options: UndoOptions) => does(undoCommand(id, options))())
  command(program, 'suspend', 'suspend the laptop that was left, after a switch that was verified').action(
    does(suspendCommand),
  )
  command(program, 'log [id]', 'print the log of a switch, or of the newest one')
    .option('--list', 'list all switches with their IDs instead', false)
    .action((id: string | undefined, { list }: { list: boolean }) =>
      does(list ? listSwitchesCommand : logCommand(id))(),
    )
}

interface UndoOptions {
  readonly atNextStart: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

/** Of the last switch when no id is given. */
function undoCommand(id: string | undefined, options: UndoOptions): CliCommand {
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
