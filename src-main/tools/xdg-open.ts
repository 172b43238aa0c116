import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { run, type RunOptions } from './run.ts'
import { titles } from './titles/messages.ts'

/** Whether there is a screen to open something on, and the program that does it. */
export function canOpen(environment: NodeJS.ProcessEnv): boolean {
  const hasScreen = (environment['WAYLAND_DISPLAY'] ?? environment['DISPLAY'] ?? '') !== ''
  return hasScreen && (environment['PATH'] ?? '').split(':').some((folder) => isProgram(path.join(folder, 'xdg-open')))
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
const alone = 'exec xdg-open "$1" </dev/null >/dev/null 2>&1'

export async function openInBrowser(url: string, environment: NodeJS.ProcessEnv, options: RunOptions): Promise<void> {
  const env = Object.fromEntries(
    Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  await run({ title: titles.openPage({}), argv: ['setsid', '--fork', 'sh', '-c', alone, 'sh', url], env }, options)
}
