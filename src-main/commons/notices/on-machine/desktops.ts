/** The desktops that people have open on this laptop. What cannot be shown there is logged. */
import type { HostContext } from '../../../machine/machine.ts'
import { findAccount } from '../../../tools/accounts/accounts.ts'
import type { Account } from '../../../tools/accounts/as-person.ts'
import { notify } from '../../../tools/desktop-notification.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isDesktop, listSessions } from '../../../tools/systemd/loginctl.ts'

type Logs = Pick<HostContext, 'logger'>

/** A desktop shows notifications some seconds after its session has begun. */
const startingMs = 60_000

export interface Desktop {
  readonly account: Account
  readonly isStarting: boolean
}

export function show(
  host: Logs,
  account: Account,
  notification: Parameters<typeof notify>[1],
  options: RunOptions,
): Promise<number | undefined> {
  return trying(host, 'a notification was not shown', () => notify(account, notification, options))
}

/** One for each person who has some. Undefined when that could not be asked. */
export async function listDesktops(host: Logs, options: RunOptions): Promise<readonly Desktop[] | undefined> {
  const sessions = await trying(host, 'who is logged in could not be asked', () => listSessions(options))
  if (sessions === undefined) return undefined
  const since = new Map<number, number>()
  for (const { uid, since: at } of sessions.filter(isDesktop))
    since.set(uid, Math.max(since.get(uid) ?? 0, Date.parse(at)))
  return [...since].flatMap(([uid, at]) => {
    const account = findAccount(uid)
    return account === undefined ? [] : [{ account, isStarting: Date.now() - at < startingMs }]
  })
}

/** Undefined, and a line in the log, when it fails. */
export async function trying<T>({ logger }: Logs, failure: string, work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (thrown) {
    logger.log('warn', failure, { error: String(thrown) })
    return undefined
  }
}
