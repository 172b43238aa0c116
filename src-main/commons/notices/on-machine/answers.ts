import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { findAccount } from '../../../tools/accounts/accounts.ts'
import type { Account } from '../../../tools/accounts/as-person.ts'
import { notify, notifyAtEnd } from '../../../tools/desktop-notification.ts'
import type { LastAct } from '../../../tools/last-act.ts'
import { showMotd, type Motd } from '../../../tools/motd.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isDesktop, listSessions } from '../../../tools/systemd/loginctl.ts'
import { clearNotice, showNotice } from '../verbs.ts'

interface Told {
  /** Of the notification there, which the one at the end takes the place of. */
  readonly number: number | undefined
  readonly brokenOff: LastAct
}

interface Shown {
  readonly motd: Motd | undefined
  /** By the number of the person. */
  readonly desktops: ReadonlyMap<number, Told>
}

/** An agent shows at most one notice. What cannot be shown is logged: no switch fails for it. */
export function createNoticesAnswers(): readonly Answer[] {
  let shown: Shown | undefined

  const show = answer(showNotice, async ({ login, begin, brokenOff }, { host, signal }) => {
    const motd = await trying(host, 'nothing is shown at login', () => showMotd(login))
    const desktops = new Map<number, Told>()
    for (const account of await listDesktops(host, { signal })) {
      const replaces = await trying(host, 'a notification was not shown', () =>
        notify(account, { ...begin, stays: true, replaces: undefined }, { signal }),
      )
      const act = notifyAtEnd(account, { ...brokenOff, stays: true, replaces })
      desktops.set(account.uid, { number: replaces, brokenOff: act })
    }
    shown = { motd, desktops }
    return {}
  })
  const clear = answer(clearNotice, async ({ end }, { host, signal }) => {
    if (shown === undefined) return {}
    const { motd, desktops } = shown
    shown = undefined
    motd?.remove()
    for (const { brokenOff } of desktops.values()) brokenOff.release()
    for (const account of await listDesktops(host, { signal })) {
      const replaces = desktops.get(account.uid)?.number
      await trying(host, 'a notification was not shown', () =>
        notify(account, { ...end, stays: false, replaces }, { signal }),
      )
    }
    return {}
  })
  return [show, clear]
}

async function listDesktops(host: HostContext, options: RunOptions): Promise<readonly Account[]> {
  const sessions = await trying(host, 'who is logged in could not be asked', () => listSessions(options))
  const people = new Set((sessions ?? []).filter(isDesktop).map(({ uid }) => uid))
  return [...people].flatMap((uid) => findAccount(uid) ?? [])
}

async function trying<T>({ logger }: HostContext, failure: string, work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (thrown) {
    logger.log('warn', failure, { error: String(thrown) })
    return undefined
  }
}
