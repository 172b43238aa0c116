import type { Command as Commander } from 'commander'
import type { AddCommand, Does } from '../program-parts.ts'
import { beforehandCommand, decideCommand, exclusionsCommand, explainCommand } from './commands.ts'

export function addHomeCommands(program: Commander, command: AddCommand, does: Does): void {
  const home = program.command('home').description('choose what of your home folder is copied')
  command(home, 'exclusions', 'list what is not copied, and which file or part of pc-switcher says so').action(
    does(exclusionsCommand),
  )
  command(home, 'explain <path>', 'tell whether a file or folder is copied, and which rule decides').action(
    (path: string) => does(explainCommand(path))(),
  )
  command(home, 'beforehand [on|off]', 'show, or set, whether changes are fetched before you switch').action(
    (setting?: string) => does(beforehandCommand(setting))(),
  )
  const pattern = ['--pattern', 'take PATH as a line of home.stignore, such as "*.iso"', false] as const
  command(home, 'exclude <path>', 'stop copying a file or folder; it is removed nowhere')
    .option(...pattern)
    .action((path: string, options: { pattern: boolean }) => does(decideCommand(path, 'exclude', options))())
  command(
    home,
    'include <path>',
    'copy what a line of yours or a rule for caches leaves out, or the home of another account',
  )
    .option(...pattern)
    .action((path: string, options: { pattern: boolean }) => does(decideCommand(path, 'include', options))())
}
