/**
 * Desktop Notifications Specification 1.2: what a desktop shows at the edge of the screen, asked of a person's own message
 * bus by busctl(1), as that person.
 */
import { asPerson, type Account } from './accounts/as-person.ts'
import { leaveLastAct, type LastAct } from './last-act.ts'
import { run, type RunOptions } from './run.ts'
import { titles } from './titles/messages.ts'

export interface Notification {
  readonly title: string
  readonly body: string
  /** Until it is closed or replaced. */
  readonly stays: boolean
  /** The number of an earlier one that it takes the place of. */
  readonly replaces: number | undefined
}

const title = titles.notify({})
/** In the theme of icons that the package brings. */
const icon = 'io.github.pc_switcher'

/** Its number; undefined when nothing there shows notifications. */
export async function notify(
  account: Account,
  notification: Notification,
  options: RunOptions,
): Promise<number | undefined> {
  const { stdout, exitCode } = await run(
    { title, argv: notifyArgv(account, notification), cwd: '/', exitCodes: [0, 1] },
    options,
  )
  return exitCode === 0 ? parseNotified(stdout) : undefined
}

/** "u 12" */
export function parseNotified(text: string): number | undefined {
  const number = /^u (\d+)$/m.exec(text)?.[1]
  return number === undefined ? undefined : Number(number)
}

/** When this process has gone, however it went, unless it was released before. */
export function notifyAtEnd(account: Account, notification: Notification): LastAct {
  return leaveLastAct(title, notifyArgv(account, notification))
}

type Argv = readonly [string, ...string[]]

function notifyArgv(account: Account, { title: summary, body, stays, replaces = 0 }: Notification): Argv {
  const bus = `/run/user/${account.uid}`
  const service = ['org.freedesktop.Notifications', '/org/freedesktop/Notifications', 'org.freedesktop.Notifications']
  const urgency = ['1', 'urgency', 'y', stays ? '2' : '1']
  // Name of the program, what is replaced, icon, both texts, no buttons, urgency, how long (-1 is as usual, 0 for ever).
  // prettier-ignore
  const call: Argv = [
    'env', `XDG_RUNTIME_DIR=${bus}`, `DBUS_SESSION_BUS_ADDRESS=unix:path=${bus}/bus`,
    'busctl', '--user', '--timeout=5', '--', 'call', ...service, 'Notify',
    'susssasa{sv}i', 'pc-switcher', String(replaces), icon, summary, asText(body), '0', ...urgency,
    stays ? '0' : '-1',
  ]
  return account.uid === process.getuid?.() ? call : [...asPerson(account), ...call]
}

/** A body may have markup. */
function asText(body: string): string {
  return body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
