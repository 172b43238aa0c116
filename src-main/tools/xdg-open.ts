import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { run, type RunOptions } from './run.ts'
import { titles } from './titles/messages.ts'

type Environment = NodeJS.ProcessEnv

/** Whether there is a screen to open something on, and the program that does it. */
export function canOpen(environment: Environment): boolean {
  const hasScreen = (environment['WAYLAND_DISPLAY'] ?? environment['DISPLAY'] ?? '') !== ''
  return hasScreen && findProgram(['xdg-open', ...withAppWindows], environment) !== undefined
}

/** Browsers that show one page in a window of its own, without tabs and address bar (--app). */
const withAppWindows = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'brave-browser',
  'microsoft-edge',
]

/** The first of these names that is a program; undefined when none is. */
export function findProgram(names: readonly string[], environment: Environment): string | undefined {
  const folders = (environment['PATH'] ?? '').split(':').filter((folder) => folder !== '')
  return names.find((name) => folders.some((folder) => isProgram(path.join(folder, name))))
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** xdg-open(1) of some desktops waits for the browser, which keeps its output open: it is left alone with neither. */
const alone = 'exec "$@" </dev/null >/dev/null 2>&1'

/** Every account on this laptop can read `url` as an argument. */
export function openInBrowser(url: string, environment: Environment, options: RunOptions): Promise<void> {
  const usual = findProgram(['xdg-open'], environment)
  return usual === undefined
    ? openAsWindow(url, environment, options)
    : startAlone(['xdg-open', url], environment, options)
}

/** In a window of its own where a browser is there that makes one; otherwise as any page. */
export function openAsWindow(url: string, environment: Environment, options: RunOptions): Promise<void> {
  const browser = findProgram(withAppWindows, environment)
  const argv = browser === undefined ? ['xdg-open', url] : [browser, `--app=${url}`]
  return startAlone(argv, environment, options)
}

/** Starts a program that goes on when this one has ended. */
export async function startAlone(
  argv: readonly string[],
  environment: Environment,
  options: RunOptions,
): Promise<void> {
  const env = Object.fromEntries(
    Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  await run({ title: titles.openPage({}), argv: ['setsid', '--fork', 'sh', '-c', alone, 'sh', ...argv], env }, options)
}
