import type { Command as Commander } from 'commander'
import type { AddCommand, Does } from '../program-parts.ts'
import { comparePackagesCommand, type CompareOptions } from './commands.ts'

export function addPackagesCommands(program: Commander, command: AddCommand, does: Does): void {
  const packages = program.command('packages').description('look at the packages of both laptops')
  command(packages, 'compare', 'show what differs, side by side; changes nothing')
    .option('--all', 'also packages that are the same on both')
    .option('--search <text>', 'only those with this in their name or description')
    .action((options: CompareOptions) => does(comparePackagesCommand(options))())
}
