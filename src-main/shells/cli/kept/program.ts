import type { Command as Commander } from 'commander'
import type { AddCommand, Does } from '../program-parts.ts'
import { forgetKeptCommand, listKeptCommand } from './commands.ts'

export function addKeptCommands(program: Commander, command: AddCommand, does: Does): void {
  const kept = program.command('kept').description('show which VM images each laptop keeps for itself')
  command(kept, 'list', 'list VM images that are left alone and not asked about').action(does(listKeptCommand))
  command(kept, 'forget <name>', 'remove such a rule; you are asked again').action((name: string) =>
    does(forgetKeptCommand(name))(),
  )
}
