/** The page in the browser: a fresh link, and the app that serves it. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { productPaths } from '../../app/app-paths.ts'
import { AppError } from '../../kernel/app-error.ts'
import { startOwnUnit } from '../../tools/systemd/systemctl-user.ts'
import { canOpen, openInBrowser } from '../../tools/xdg-open.ts'
import { answers } from '../../transport/serve-http.ts'
import { notRunning } from './error-texts.ts'
import type { Output } from './output.ts'
import { sendOverSocket } from './socket-client.ts'
import { opened, openThis } from './texts.ts'

const unit = 'pc-switcher.service'
const triesEveryMs = 250
const patienceMs = 15_000

/** A link that works once. "not-found" when no app is running. */
export async function mintUrl(): Promise<string> {
  const { socket } = productPaths(process.env)
  if (!(await answers(socket))) throw new AppError({ code: 'not-found', ...notRunning })
  return z.object({ value: z.object({ url: z.string() }) }).parse(await sendOverSocket(socket, '/mint', {})).value.url
}

/** Over SSH, or where no browser can be started, the link is printed. */
export async function openPage(output: Output): Promise<void> {
  await startUnlessRunning()
  const url = await mintUrl()
  if (!canOpen(process.env)) {
    output.tell({ type: 'url', url })
    output.say(openThis(url))
    return
  }
  await openInBrowser(url, process.env, {})
  output.tell({ type: 'result', result: 'opened' })
  output.say(opened)
}

async function startUnlessRunning(): Promise<void> {
  const { socket } = productPaths(process.env)
  if (await answers(socket)) return
  await startOwnUnit(unit, process.env, {})
  // The unit is active before the app listens.
  for (const end = Date.now() + patienceMs; Date.now() < end && !(await answers(socket));) await pause(triesEveryMs)
}
