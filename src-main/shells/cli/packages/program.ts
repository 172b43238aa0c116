import type { Command as Commander } from 'commander'
import type { AddCommand, Does } from '../program-parts.ts'
import { forgetCommand, keptCommand } from './commands.ts'

export function addPackagesCommands(program: Commander, command: AddCommand, does: Does): void {
  const packages = program.command('packages').description('show of which packages each laptop keeps its own')
  command(packages, 'kept', 'list packages that are neither removed nor installed, and not asked about').action(
    does(keptCommand),
  )
  command(packages, 'forget <name>', 'remove the rule for a package; you are asked about it again').action(
    (name: string) => does(forgetCommand(name))(),
  )
}
