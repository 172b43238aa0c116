/**
 * The running app of a practice laptop, asked from this process by the command line's own program over the person's socket.
 * Starting Node on the laptop for each question would be a tenth of all work of a run.
 */
import http from 'node:http'
import path from 'node:path'
import { CommanderError } from 'commander'
import { leaderOn } from '../practice/pair.ts'
import type { Host } from '../practice/layout.ts'
import { createAppCapabilities } from '../src-main/app/capabilities.ts'
import type { Connection } from '../src-main/shells/cli/connection.ts'
import { exitCodes } from '../src-main/shells/cli/exit-codes.ts'
import { makeProgram } from '../src-main/shells/cli/make-program.ts'
import { reportError, type CliOutput } from '../src-main/shells/cli/output.ts'
import { printableJson } from '../src-main/shells/cli/printable.ts'
import { reportUsage } from '../src-main/shells/cli/report-usage.ts'
import { listenOverSocket, sendOverSocket } from '../src-main/shells/cli/socket-client.ts'
import { createClient } from '../src-main/transport/client.ts'
import { answers } from '../src-main/transport/serve-http.ts'
import { testPair } from './laptops-pair.ts'

interface AppThere extends Connection {
  /** Of the laptop, seen from this machine. */
  readonly root: string
}

const pages = createAppCapabilities().flatMap(({ page }) => page ?? [])

// A command that ends closes its connections, and so do these.
http.globalAgent = new http.Agent({ keepAlive: false })

/** Undefined where no app runs. */
export async function connectTo(host: Host): Promise<AppThere | undefined> {
  const root = await rootOn(host)
  const socket = path.join(root, 'run/user/1000/pc-switcher.sock')
  if (!(await answers(socket))) return undefined
  const send = (name: string, envelope: unknown) =>
    sendOverSocket(socket, `/call/${encodeURIComponent(name)}`, envelope)
  return {
    root,
    client: createClient(send),
    send,
    attached: true,
    subscribe: (onMessage, onEnd) => listenOverSocket(socket, onMessage, onEnd),
    close: () => Promise.resolve(),
  }
}

/** What programs of a laptop that is on have as "/", seen from this machine. */
export async function rootOn(host: Host): Promise<string> {
  return `/proc/${String(await leaderOn(host, testPair))}/root`
}

interface Ended {
  readonly exitCode: number
  /** One JSON object each. */
  readonly lines: readonly string[]
}

/** As `pc-switcher ARGS --json`; a file after --answers is the laptop's. */
export async function runOverSocket(connection: AppThere, args: readonly string[]): Promise<Ended> {
  const lines: string[] = []
  const output: CliOutput = {
    json: true,
    say: () => undefined,
    tell: (message) => void lines.push(printableJson(message)),
  }
  let exitCode: number = exitCodes.done
  const elsewhere = () => Promise.reject(new Error('This is for a process of its own.'))
  const program = makeProgram({
    does: (make) => async () => {
      exitCode = await make(connection, output)
    },
    printUrl: elsewhere,
    openPage: elsewhere,
    serve: elsewhere,
    pages,
    print: () => undefined,
    say: () => undefined,
    printHelp: () => undefined,
  })
  const words = args.map((word, at) => (args[at - 1] === '--answers' ? path.join(connection.root, word) : word))
  try {
    await program.parseAsync([...words, '--json'], { from: 'user' })
  } catch (thrown) {
    exitCode =
      thrown instanceof CommanderError ? reportUsage(output, thrown, { program, words }) : reportError(output, thrown)
  }
  return { exitCode, lines }
}
