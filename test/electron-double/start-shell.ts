/** Starts the built shell on the double, with a home of its own, and puts its window into the test's Chromium. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import type { BrowserContext } from '@playwright/test'
import { nodeRuntime, thisArchitecture } from '../../assets/headless/node-runtime.mjs'
import { join, type DesktopSeen, type PageCalls, type ShellCalls } from './channel.ts'
import { hostPage, type HostedPage } from './hosted-page.ts'

const top = path.join(import.meta.dirname, '../..')
const shellProgram = path.join(top, 'dist/electron/main.js')

/** /var/lib, where the app of the person keeps what it remembers, has there what is in `state`, and is gone with the process. */
const ownMounts = ['unshare', ...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--mount', '--']
const withOwnState =
  'mount -t tmpfs -o mode=755 state /var/lib && if [ -d "$1" ]; then cp -r "$1" /var/lib/pc-switcher; fi; shift; exec "$@"'

export interface Ended {
  readonly code: number | null
  /** What was seen when it went. */
  readonly last: DesktopSeen | undefined
  readonly output: string
}

export interface RunningShell extends Pick<HostedPage, 'page' | 'carryOff' | 'from'> {
  /** What the person and the system do. */
  readonly hands: ShellCalls
  readonly ended: Promise<Ended>
  /** Ends it as a crash of the whole program would. */
  kill(): void
}

/** `home` holds its settings, documents and socket, `state`, and programs in `bin` that come before the system's; two that have the same one are two starts by one person. */
export async function startShell(context: BrowserContext, home: string): Promise<RunningShell> {
  const node = path.join(await nodeRuntime(thisArchitecture()), 'bin/node')
  // As Electron has it (its issue 36528): a page that gives way to another one rejects the load that nobody waits for.
  const program = [
    node,
    '--unhandled-rejections=warn',
    '--import',
    path.join(import.meta.dirname, 'loader.mjs'),
    shellProgram,
  ]
  const [command = '', ...args] = [...ownMounts, 'sh', '-c', withOwnState, 'sh', path.join(home, 'state'), ...program]
  const child = spawn(command, args, {
    cwd: top,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: {
      // Who runs the tests may have both set, of which Node warns in its output.
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:NO|FORCE)_COLOR$/.test(name))),
      HOME: home,
      PATH: `${path.join(home, 'bin')}:${process.env['PATH'] ?? ''}`,
      XDG_RUNTIME_DIR: path.join(home, 'run'),
      XDG_CONFIG_HOME: path.join(home, 'config'),
      NODE_OPTIONS: '',
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  let last: DesktopSeen | undefined
  const here: { -readonly [K in keyof PageCalls]?: PageCalls[K] } & { last(seen: DesktopSeen): Promise<void> } = {
    last: (seen) => {
      last = seen
      return Promise.resolve()
    },
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, last, output }))
  })
  const hands = join(
    {
      send: (message) => {
        if (child.connected) child.send(message as object, () => undefined)
      },
      listen: (listener) => void child.on('message', listener),
      ended,
    },
    here,
  ) as ShellCalls
  const hosted = hostPage(context, hands)
  Object.assign(here, hosted.calls)
  return { ...hosted, hands, ended, kill: () => void child.kill('SIGKILL') }
}
