/** The command line: every call of the contract, for scripts and for SSH. Words are commander's, sentences are ours. */
import { Command as Commander, CommanderError } from 'commander'
import { z } from 'zod'
import { productPaths } from '../../app/app-paths.ts'
import { AppError } from '../../kernel/app-error.ts'
import { version } from '../../kernel/version.ts'
import { answers } from '../../transport/serve-http.ts'
import { serveWeb } from '../web/serve.ts'
import {
  decideRuleCommand,
  doctorCommand,
  listRulesCommand,
  listSnapshotsCommand,
  planCommand,
  rawCallCommand,
  resumeCommand,
  statusCommand,
  switchCommand,
  type Command,
} from './commands.ts'
import { connect } from './connect.ts'
import { exitCodes } from './exit-codes.ts'
import { createOutput, reportError, type Output } from './output.ts'
import { sendOverSocket } from './socket-client.ts'

let exitCode: number = exitCodes.done
const program = new Commander('pc-switcher')
const wantsJson = process.argv.includes('--json')
const output = createOutput(wantsJson)

// A reader that has seen enough (`| head`) closes the pipe: nothing is left to say then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCode)
  throw error
})

/** Every command takes --json; it is read before commander, so that a misspelt command is told as JSON too. */
function command(parent: Commander, words: string, description: string): Commander {
  return parent.command(words).description(description).option('--json', 'one JSON object a line, each with a type')
}

function does(make: Command, staysOpen = false): () => Promise<void> {
  return async () => {
    exitCode = await withApp(make, output, staysOpen)
  }
}

async function withApp(make: Command, out: Output, staysOpen: boolean): Promise<number> {
  const connection = await connect(staysOpen)
  try {
    return await make(connection, out)
  } finally {
    await connection.close()
  }
}

program
  .version(version)
  .exitOverride()
  .configureOutput({ writeErr: () => undefined })
  .showHelpAfterError()
command(program, 'status', 'who has the latest work, how the laptops and the switch stand').action(does(statusCommand))
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
const snapshots = program.command('snapshots').description('what can be gone back to')
command(snapshots, 'list', 'the snapshots of both laptops').action(does(listSnapshotsCommand))
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

async function printUrl(): Promise<void> {
  const { socket } = productPaths(process.env)
  if (!(await answers(socket))) {
    throw new AppError({
      code: 'not-found',
      message: 'pc-switcher is not running.',
      hint: 'Start it with: pc-switcher serve',
    })
  }
  const envelope = z.object({ value: z.object({ url: z.string() }) }).parse(await sendOverSocket(socket, '/mint', {}))
  if (wantsJson) output.tell({ type: 'url', url: envelope.value.url })
  else output.say(envelope.value.url)
}

async function serve(options: { port: string }): Promise<void> {
  const port = Number(options.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AppError({
      code: 'invalid-input',
      message: `"${options.port}" is not a port.`,
      hint: 'A port is a number from 1 to 65535.',
    })
  }
  const serving = await serveWeb(productPaths(process.env), port, process.argv[1] ?? '')
  output.tell({ type: 'url', url: serving.url() })
  // A terminal gets a link to open; a service's log must not: the token in it is a way in.
  if (process.stdout.isTTY) output.say(`Open ${serving.url()}`)
  else output.say('Running. Get an address for the browser with: pc-switcher url')
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  await serving.close()
}

try {
  await program.parseAsync()
} catch (thrown) {
  exitCode = thrown instanceof CommanderError ? reportUsage(thrown) : reportError(output, thrown)
}
// A slow reader has not got everything yet (a pipe holds 64 KiB), and exit would throw the rest away.
await new Promise<void>((resolve) => void process.stdout.write('', () => resolve()))
process.exit(exitCode)

/** Help and version are asked for and end well; everything else of commander's is a word it does not know. */
function reportUsage(error: CommanderError): number {
  if (error.exitCode === 0) return exitCodes.done
  const words = error.message.replace(/^error: /, '')
  reportError(output, new AppError({ code: 'invalid-input', message: words, hint: 'See: pc-switcher --help' }))
  return exitCodes.usage
}
