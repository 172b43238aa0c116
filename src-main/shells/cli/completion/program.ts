/** What is made from all commands: the manual page, and what completes them in each shell. */
import { Argument } from 'commander'
import { version } from '../../../kernel/version.ts'
import { manualPage } from '../describe-program.ts'
import { printable } from '../printable.ts'
import type { CommandGroup } from '../program-parts.ts'
import { completionLines } from './complete.ts'
import { completionScripts, shells, type Shell } from './scripts.ts'
import { files, hosts } from './values.ts'

export const completionCommands: CommandGroup = {
  room: 'laptops',
  add(program, command, _does, { print, completes }) {
    program.command('manual', { hidden: true }).action(() => print(manualPage(program, version)))
    command(program, 'completion', 'print the completion of a shell: source <(pc-switcher completion bash)')
      .addArgument(new Argument('[shell]', 'the shell').choices(shells).default('bash'))
      .action((shell: Shell) => print(completionScripts[shell]))
    program
      .command('complete [words...]', { hidden: true })
      .allowUnknownOption()
      .helpOption(false)
      .action(async (words: string[]) => {
        for (const line of await completionLines({ program, completes }, words)) print(`${printable(line)}\n`)
      })
  },
  completes: { host: hosts, laptop: hosts, file: files, folder: files, path: files, paths: files },
}
