/** Every command and option, with its help. */
import { Argument, Command as Commander } from 'commander'
import type { CapabilityPage } from '../../commons/capability/app-capability.ts'
import { calls } from '../../contract/calls.ts'
import { version } from '../../kernel/version.ts'
import { passwordStdin } from './asking/with-password.ts'
import {
  addressCommand,
  decideRuleCommand,
  doctorCommand,
  listRulesCommand,
  planCommand,
  rawCallCommand,
  resumeCommand,
  statusCommand,
  type CliCommand,
} from './commands.ts'
import { completionLines } from './completion/complete.ts'
import { completionScripts, shells, type Shell } from './completion/scripts.ts'
import { addConflictsCommands } from './conflicts/program.ts'
import { addContainersCommands } from './containers/program.ts'
import { manualPage } from './describe-program.ts'
import { exitCodes } from './exit-codes.ts'
import { addDisksCommands } from './disks/program.ts'
import { addHomeCommands } from './home/program.ts'
import { addBundleCommands } from './bundles/program.ts'
import { addCopiesCommands } from './copies/program.ts'
import { addReclaimCommands } from './reclaim/program.ts'
import { addJobCommands } from './jobs/program.ts'
import { addHeldFoldersCommand } from './held-folders/program.ts'
import { addKeptCommands } from './kept/commands.ts'
import { addLiveCommands } from './live/program.ts'
import { oneWay, type TypedWay } from './one-way.ts'
import type { OpenOptions } from './open-page.ts'
import { addPackagesCommands } from './packages/program.ts'
import { addPairCommands } from './pair/program.ts'
import { printable } from './printable.ts'
import type { AddCommand, Does } from './program-parts.ts'
import { addSnapshotCommands } from './snapshots/program.ts'
import { switchCommand, type SwitchOptions } from './switch-command.ts'
import { addSwitchCommands } from './switches/program.ts'
import { verifyCommand } from './verify/command.ts'

export interface ProgramParts {
  readonly does: Does
  readonly pages: readonly Pick<CapabilityPage, 'id' | 'does'>[]
  readonly printUrl: () => Promise<void>
  readonly openPage: (options: OpenOptions) => Promise<void>
  readonly serve: (options: { port: string }) => Promise<void>
  readonly print: (text: string) => void
  /** Takes the help of a command that was given without its subcommand. */
  readonly printHelp: (text: string) => void
}

/** Every command takes --json. main.ts reads it before commander does, so that a misspelt command is reported as JSON too. */
const command: AddCommand = (parent, words, description) =>
  parent.command(words).description(description).option('--json', 'print one JSON object per line, each with a type')

const toOption = ['--to <host>', 'the other laptop, to pick up there'] as const
const fromOption = ['--from <host>', 'the other laptop, to bring its work here'] as const

export function makeProgram(parts: ProgramParts): Commander {
  const { does, printUrl, openPage, serve, print, printHelp } = parts
  const program = new Commander('pc-switcher')
  program
    .version(version)
    .exitOverride()
    // Errors are reported where CommanderError is caught; what is left is the help of a bare command.
    .configureOutput({ writeErr: printHelp, outputError: () => undefined })
  program.hook('preAction', (_program, action) => nameLaptops(action, does))
  command(program, 'status', 'show which laptop has the latest work, and any open switch').action(does(statusCommand))
  command(program, 'plan', 'show what a switch would do and ask; changes nothing')
    .option(...toOption)
    .option(...fromOption)
    .action((typed: TypedWay) => does(planCommand(oneWay(typed)))())
  command(program, 'switch', 'bring the other laptop up to date, or this one with its work; asks at a terminal')
    .option(...toOption)
    .option(...fromOption)
    .option('--answers <file>', 'JSON file of question IDs and choices')
    .option('--yes', 'use safe defaults for questions without an answer', false)
    .option(...passwordStdin)
    .action(({ to, from, ...options }: TypedWay & Omit<SwitchOptions, 'way'>) =>
      does(switchCommand({ ...options, way: oneWay({ to, from }) }), true)(),
    )
  command(program, 'resume', 'finish an interrupted switch')
    .option('--yes', 'for scripts; has no effect, because resume asks nothing', false)
    .action(does(resumeCommand, true))
  addSwitchCommands(program, command, does)
  addSnapshotCommands(program, command, does)
  addHomeCommands(program, command, does)
  addKeptCommands(program, command, does)
  addHeldFoldersCommand(program, command, does)
  addCopiesCommands(program, command, does)
  addBundleCommands(program, command, does)
  addJobCommands(program, command, does)
  addDisksCommands(program, command, does)
  addReclaimCommands(program, command, does)
  addPackagesCommands(program, command, does)
  addContainersCommands(program, command, does)
  addConflictsCommands(program, command, does)
  addLiveCommands(program, command, does)
  addPairCommands(program, command, does)
  for (const page of parts.pages) command(program, page.id, page.does).action(does(pageCommand(page.id)))
  const etc = program.command('etc').description('choose which files in /etc are copied')
  command(etc, 'list', 'list the rules').action(does(listRulesCommand))
  for (const decision of ['always', 'never', 'forget'] as const) {
    command(
      etc,
      `${decision} <path>`,
      decision === 'forget' ? 'remove a rule' : `${decision} copy a file or folder`,
    ).action((path: string) => does(decideRuleCommand(path, decision))())
  }
  command(program, 'verify', 'read everything on both laptops and compare it; changes nothing, and needs no switch')
    .requiredOption('--full', 'read every byte of home files, /etc and images; Ctrl+C stops it on both laptops')
    .action(does(verifyCommand))
  command(
    program,
    'address <address>',
    'look for the other laptop at this address, when it is not found automatically',
  ).action((address: string) => does(addressCommand(address))())
  command(program, 'doctor', 'check the installation on both laptops').action(does(doctorCommand))
  command(program, 'call <name> [input]', 'make any call that the app offers, with input as JSON').action(
    (name: string, input?: string) => does(rawCallCommand(name, input ?? '{}'))(),
  )
  command(program, 'open', 'open the page in the browser, and start the app if it is not running')
    .option('--window', 'in a window of its own, where there is a browser that makes one', false)
    .action(openPage)
  command(program, 'url', 'print a new link to the running app').action(printUrl)
  command(program, 'serve', 'run the app for the browser, on 127.0.0.1')
    .option('--port <number>', 'port on 127.0.0.1', process.env['PC_SWITCHER_PORT'] ?? '47600')
    .action(serve)
  program.command('manual', { hidden: true }).action(() => print(manualPage(program, version)))
  command(program, 'completion', 'print the completion of a shell: source <(pc-switcher completion bash)')
    .addArgument(new Argument('[shell]', 'the shell').choices(shells).default('bash'))
    .action((shell: Shell) => print(completionScripts[shell]))
  program
    .command('complete [words...]', { hidden: true })
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      for (const line of await completionLines(program, words)) print(`${printable(line)}\n`)
    })
  return program
}

const isLaptop = (placeholder: string): boolean => placeholder === 'host'

/** What a person calls a laptop becomes the name by which answers know it, before the command compares the two. */
async function nameLaptops(action: Commander, does: Does): Promise<void> {
  const options = action.options.filter(
    ({ long, flags }) => long !== undefined && isLaptop(/<(.+)>/.exec(flags)?.[1] ?? ''),
  )
  const names = options.map((option) => option.attributeName())
  const typed = names.filter((name) => typeof action.getOptionValue(name) === 'string')
  const places = action.registeredArguments.flatMap((argument, place) =>
    argument.required && isLaptop(argument.name()) ? [place] : [],
  )
  if (typed.length + places.length === 0) return
  await does(async ({ client }) => {
    const find = async (called: unknown): Promise<string> =>
      (await client.call(calls.laptopsFind, { called: String(called) })).name
    for (const name of typed) action.setOptionValue(name, await find(action.getOptionValue(name)))
    for (const place of places) action.processedArgs[place] = await find(action.processedArgs[place])
    return exitCodes.done
  })()
}

/** A page of a capability, in lines of text. */
function pageCommand(id: string): CliCommand {
  return async ({ client }, output) => {
    const content = await client.call(calls.pagesRead, { id })
    output.tell({ type: 'page', id, ...content })
    output.say(content.lead)
    for (const { title, rows } of content.sections) {
      output.say(`${title}:`)
      for (const row of rows) output.say(`  ${row.title}  ${row.value}  ${row.text}`.trimEnd())
    }
    return exitCodes.done
  }
}
