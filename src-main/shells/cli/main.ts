/** The command line: every call of the contract, for scripts and for SSH. */
import { CommanderError } from 'commander'
import { createAppCapabilities } from '../../app/capabilities.ts'
import { productPaths } from '../../app/app-paths.ts'
import { AppError } from '../../kernel/app-error.ts'
import { pagerIn, showInPager } from '../../tools/pager.ts'
import type { CliCommand } from './program-parts.ts'
import { connect } from './connect.ts'
import { invalidPort } from './error-texts.ts'
import { exitCodes } from './exit-codes.ts'
import { wordsTyped } from './help/program.ts'
import { makeProgram } from './make-program.ts'
import { mintUrl, openPage } from './open-page.ts'
import { createOutput, reportError, type CliOutput } from './output.ts'
import { reportUsage } from './report-usage.ts'
import { openTerminal } from './terminal.ts'
import { serving as servingText } from './texts.ts'

let exitCode: number = exitCodes.done
const words = process.argv.slice(2)
const wantsJson = words.includes('--json')
const isAtTerminal = process.stdin.isTTY && process.stdout.isTTY
const pager = pagerIn(process.env)
const showPages = pager === undefined ? undefined : (text: string) => showInPager(pager, text, process.env)
const output = createOutput(
  wantsJson,
  isAtTerminal ? () => openTerminal(process.stdin, process.stdout, showPages) : undefined,
)

// A reader that has seen enough (`| head`) closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCode)
  throw error
})

function does(make: CliCommand, staysOpen = false): () => Promise<void> {
  return async () => {
    exitCode = await withApp(make, output, staysOpen)
  }
}

async function withApp(make: CliCommand, out: CliOutput, staysOpen: boolean): Promise<number> {
  const connection = await connect(staysOpen)
  try {
    return await make(connection, out)
  } finally {
    await connection.close()
  }
}

const program = makeProgram({
  does,
  pages: createAppCapabilities().flatMap(({ page }) => page ?? []),
  printUrl,
  openPage: (options) => openPage(output, options),
  serve,
  say: output.say,
  print: (text) => void process.stdout.write(text),
  printHelp: (text) => {
    if (!wantsJson) process.stderr.write(text)
  },
})

async function printUrl(): Promise<void> {
  const url = await mintUrl('anybody')
  if (wantsJson) output.tell({ type: 'url', url })
  else output.say(url)
}

async function serve(options: { port: string }): Promise<void> {
  const port = Number(options.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AppError({ code: 'invalid-input', ...invalidPort(options.port) })
  }
  const { serveWeb } = await import('../web/serve.ts')
  const serving = await serveWeb(productPaths(process.env), port, process.argv[1] ?? '')
  output.tell({ type: 'url', url: serving.url() })
  // A terminal gets a link to open; a service's log does not, because its token lets anybody in who reads the log.
  if (process.stdout.isTTY) output.say(`Open ${serving.url()}`)
  else output.say(servingText)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    // Another version was installed: the unit starts it, once nothing is being done.
    process.once('SIGHUP', () => {
      void serving.untilIdle().then(() => {
        exitCode = exitCodes.renewed
        resolve()
      })
    })
  })
  await serving.close()
}

async function main(): Promise<void> {
  try {
    await program.parseAsync(wordsTyped(words), { from: 'user' })
  } catch (thrown) {
    exitCode =
      thrown instanceof CommanderError ? reportUsage(output, thrown, { program, words }) : reportError(output, thrown)
  }
  // process.exit drops what a slow reader has not read yet (a pipe holds 64 KiB).
  await new Promise<void>((resolve) => void process.stdout.write('', () => resolve()))
  process.exit(exitCode)
}

void main()
