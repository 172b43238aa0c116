/** `npm start`: the desktop window, or the same app in the browser where Electron's runtime is not installed. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import {
  ensureBuild,
  ensureNode,
  ensureNodeModules,
  repository,
  runProgram,
  say,
  SetupError,
} from '../practice/setup.mjs'

/** Importing the package "electron" would start its download; its runtime is looked for instead. */
const electron = path.join(repository, 'node_modules/electron/dist/electron')
const program = path.join(repository, 'dist/headless/app.cjs')

async function start(words) {
  ensureNode()
  ensureNodeModules()
  ensureBuild()
  if (existsSync(electron)) return await runProgram([electron, repository, ...words])
  say("Opening the browser. For a window of its own, get Electron's runtime: node node_modules/electron/install.js")
  const running = addressOfRunningApp()
  if (running === undefined) return await serve(words)
  show(running)
  return 0
}

/** Where the app answers already, or undefined when it does not run. */
function addressOfRunningApp() {
  const { status, stdout } = spawnSync(process.execPath, [program, 'url', '--json'], { encoding: 'utf8' })
  return status === 0 ? addressIn(stdout) : undefined
}

/** The app for as long as this command runs. */
async function serve(words) {
  const child = spawn(process.execPath, [program, 'serve', '--json', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // It ends in order by itself; this process only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
  createInterface({ input: child.stdout }).on('line', (line) => {
    const address = addressIn(line)
    if (address === undefined) say(messageIn(line))
    else show(address)
  })
  const [code] = await once(child, 'exit')
  return code ?? 1
}

/** The browser gets a link of its own, which is of no use to other accounts that see it as an argument. */
function show(address) {
  say(`Open ${address}`)
  if ((process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) === undefined) return
  const opener = spawn(process.execPath, [program, 'open'], { stdio: 'ignore', detached: true })
  opener.on('error', () => undefined)
  opener.unref()
}

function addressIn(line) {
  const message = parse(line)
  return message?.type === 'url' ? message.url : undefined
}

function messageIn(line) {
  const error = parse(line)?.error
  return error === undefined ? line : `${error.message}\n${error.hint}`
}

function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

start(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    process.stderr.write(`${error instanceof SetupError ? error.message : error.stack}\n`)
    process.exitCode = 1
  },
)
