/** Every word the command line understands. Words are commander's, sentences are ours. */
import { Command as Commander } from 'commander'
import { version } from '../../kernel/version.ts'
import {
  decideRuleCommand,
  doctorCommand,
  listRulesCommand,
  planCommand,
  rawCallCommand,
  resumeCommand,
  statusCommand,
  switchCommand,
} from './commands.ts'
import { bashCompletion, manualPage } from './describe-program.ts'
import type { AddCommand, Does } from './program-parts.ts'
import { addSnapshotCommands } from './snapshots/program.ts'

export interface ProgramParts {
  readonly does: Does
  readonly printUrl: () => Promise<void>
  readonly serve: (options: { port: string }) => Promise<void>
  readonly print: (text: string) => void
}

/** Every command takes --json; it is read before commander, so that a misspelt command is told as JSON too. */
const command: AddCommand = (parent, words, description) =>
  parent.command(words).description(description).option('--json', 'one JSON object a line, each with a type')

export function makeProgram({ does, printUrl, serve, print }: ProgramParts): Commander {
  const program = new Commander('pc-switcher')
  program
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showHelpAfterError()
  command(program, 'status', 'who has the latest work, how the laptops and the switch stand').action(
    does(statusCommand),
  )
  command(program, 'plan', 'what a switch would do and ask; changes nothing')
    .requiredOption('--to <host>', 'the laptop to switch to')
    .action((options: { to: string }) => does(planCommand(options.to))())
  command(program, 'switch', 'make the other laptop the one you were working on')
    .requiredOption('--to <host>', 'the laptop to switch to')
    .option('--answers <file>', 'JSON of question ids and choices')
    .option('--yes', 'take the safe answer where there is one', false)
    .action((options: { to: string; answers?: string; yes: boolean }) => does(switchCommand(options), true)())
  command(program, 'resume', 'finish an interrupted switch')
    .option('--yes', 'accepted for scripts; a resumed switch asks nothing', false)
    .action(does(resumeCommand, true))
  addSnapshotCommands(program, command, does)
  const etc = program.command('etc').description('which files in /etc travel')
  command(etc, 'list', 'the rules').action(does(listRulesCommand))
  for (const decision of ['always', 'never', 'forget'] as const) {
    command(
      etc,
      `${decision} <pattern>`,
      decision === 'forget' ? 'take a rule out' : `${decision} copy a file or folder`,
    ).action((pattern: string) => does(decideRuleCommand(pattern, decision))())
  }
  command(program, 'doctor', 'check the installation on both laptops').action(does(doctorCommand))
  command(program, 'call <name> [input]', 'any call of the contract, input as JSON').action(
    (name: string, input?: string) => does(rawCallCommand(name, input ?? '{}'))(),
  )
  command(program, 'url', 'a fresh address of the page of the running app').action(printUrl)
  command(program, 'serve', 'run the app, with its page on loopback')
    .option('--port <number>', 'port on 127.0.0.1', process.env['PC_SWITCHER_PORT'] ?? '47600')
    .action(serve)
  program.command('manual', { hidden: true }).action(() => print(manualPage(program, version)))
  command(program, 'completion', 'words for the shell: source <(pc-switcher completion)').action(() =>
    print(bashCompletion(program)),
  )
  return program
}
