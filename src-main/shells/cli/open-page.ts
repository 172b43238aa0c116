/** The page in the browser: a fresh link, and the app that serves it. */
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { productPaths } from '../../app/app-paths.ts'
import { notPaired } from '../../app/texts.ts'
import { pairingFile } from '../../commons/transfers/pairing-file.ts'
import { AppError, toAppError } from '../../kernel/app-error.ts'
import { notify } from '../../tools/desktop-notification.ts'
import { startOwnUnit } from '../../tools/systemd/systemctl-user.ts'
import { canOpen, findProgram, openAsWindow, openInBrowser, startAlone } from '../../tools/xdg-open.ts'
import { answers } from '../../transport/serve-http.ts'
import { notRunning } from './error-texts.ts'
import type { CliOutput } from './output.ts'
import { sendOverSocket } from './socket-client.ts'
import { opened, openThis } from './texts.ts'

const unit = 'pc-switcher.service'
/** Of the desktop package. */
const desktopWindow = 'pc-switcher-window'
const triesEveryMs = 250
const patienceMs = 15_000

/** A link that works once. person: only from their own account, so that others may see it. "not-found" when no app is running. */
export async function mintUrl(forWhom: 'anybody' | 'person'): Promise<string> {
  const { socket } = productPaths(process.env)
  if (!(await answers(socket))) throw new AppError({ code: 'not-found', ...notRunning })
  const minted = await sendOverSocket(socket, '/mint', { forWhom })
  return z.object({ value: z.object({ url: z.string() }) }).parse(minted).value.url
}

export interface OpenOptions {
  /** In a window of its own: the desktop window if it is installed, else a browser's. */
  readonly window: boolean
}

/** What is wrong is shown by the desktop too when nobody started this at a terminal. */
export async function openPage(output: CliOutput, options: OpenOptions): Promise<void> {
  try {
    await open(output, options)
  } catch (thrown) {
    if (options.window && !process.stdout.isTTY) await tellDesktop(toAppError(thrown))
    throw thrown
  }
}

/** Over SSH, or where no browser can be started, the link is printed. */
async function open(output: CliOutput, { window }: OpenOptions): Promise<void> {
  if (window && findProgram([desktopWindow], process.env) !== undefined) {
    await startAlone([desktopWindow], process.env, {})
    tellOpened(output)
    return
  }
  await startUnlessRunning()
  if (!canOpen(process.env)) {
    const url = await mintUrl('anybody')
    output.tell({ type: 'url', url })
    output.say(openThis(url))
    return
  }
  const url = await mintUrl('person')
  await (window ? openAsWindow(url, process.env, {}) : openInBrowser(url, process.env, {}))
  tellOpened(output)
}

function tellOpened(output: CliOutput): void {
  output.tell({ type: 'result', result: 'opened' })
  output.say(opened)
}

async function startUnlessRunning(): Promise<void> {
  const { socket, appFolder } = productPaths(process.env)
  if (await answers(socket)) return
  // Its unit would not start the app either.
  if (!existsSync(pairingFile(appFolder))) throw new AppError({ code: 'not-paired', ...notPaired })
  await startOwnUnit(unit, process.env, {})
  // The unit is active before the app listens.
  for (const end = Date.now() + patienceMs; Date.now() < end && !(await answers(socket));) await pause(triesEveryMs)
}

/** As well as it can be: the error itself is what counts. */
async function tellDesktop({ message, hint }: AppError): Promise<void> {
  const body = hint ?? ''
  await notify(userInfo(), { title: message, body, stays: false, replaces: undefined }, {}).catch(() => undefined)
}
