import type { Command as Commander } from 'commander'
import type { AddCommand, Does } from '../program-parts.ts'
import { comparePackagesCommand, type CompareOptions } from './commands.ts'
import { packagesHistoryCommand, type HistoryOptions } from './history.ts'

export function addPackagesCommands(program: Commander, command: AddCommand, does: Does): void {
  const packages = program.command('packages').description('look at the packages of both laptops')
  command(packages, 'compare', 'show what differs, side by side; changes nothing')
    .option('--all', 'also packages that are the same on both')
    .option('--search <text>', 'only those with this in their name or description')
    .action((options: CompareOptions) => does(comparePackagesCommand(options))())
  command(packages, 'history', 'show what was installed, removed and updated on each laptop, newest first')
    .option('--laptop <host>', 'only of this laptop')
    .option('--search <text>', 'only changes with this in their name')
    .option('--limit <number>', 'show about this many entries', Number, 20)
    .action((options: HistoryOptions) => does(packagesHistoryCommand(options))())
}
