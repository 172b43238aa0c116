import type { Command as Commander } from 'commander'
import type { AddCommand, Does } from '../program-parts.ts'
import { giveUpCommand, listSwitchesCommand, logCommand, pauseCommand, suspendCommand } from './commands.ts'
import { undoCommand, type UndoOptions } from './undo.ts'

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
