import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { notifyAtEnd } from '../../../tools/desktop-notification.ts'
import type { LastAct } from '../../../tools/last-act.ts'
import { showMotd, type Motd } from '../../../tools/motd.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { watchSessions } from '../../../tools/systemd/watch-sessions.ts'
import { clearNotice, showNotice, type NoticeWords } from '../verbs.ts'
import { listDesktops, show, trying, type Desktop } from './desktops.ts'

interface Shown {
  readonly motd: Motd | undefined
  readonly desktops: DesktopNotices
}

/** An agent shows at most one notice. What cannot be shown is logged: no switch fails for it. */
export function createNoticesAnswers(): readonly Answer[] {
  let shown: Shown | undefined

  const show = answer(showNotice, async ({ login, begin, brokenOff }, { host, signal }) => {
    const motd = await trying(host, 'nothing is shown at login', () => showMotd(login))
    shown = { motd, desktops: await tellDesktops(host, { begin, brokenOff }, { signal }) }
    return {}
  })
  const clear = answer(clearNotice, async ({ end }, { signal }) => {
    if (shown === undefined) return {}
    const { motd, desktops } = shown
    shown = undefined
    motd?.remove()
    await desktops.end(end, { signal })
    return {}
  })
  return [show, clear]
}

const tryAgainMs = 2_000

/** logind writes the file of a session several times while somebody logs in. */
const writingMs = 300

interface Told {
  /** Of the notification there, which the one at the end takes the place of. Undefined when nothing has shown it. */
  readonly number: number | undefined
  readonly brokenOff: LastAct
}

interface DesktopNotices {
  /** Nobody is told any more that it runs, and whoever has a desktop that it has ended. */
  end(words: NoticeWords, options: RunOptions): Promise<void>
}

/** Tells the desktops that are open that something runs, and each that somebody logs in to until it has ended. */
async function tellDesktops(
  host: HostContext,
  words: Readonly<Record<'begin' | 'brokenOff', NoticeWords>>,
  options: RunOptions,
): Promise<DesktopNotices> {
  const told = new Map<number, Told>()
  let isEnded = false
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()

  const lookIn = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      looking = looking.then(() => look({ signal: host.closing }))
    }, ms).unref()
  }
  const look = async (within: RunOptions): Promise<void> => {
    const desktops = await listDesktops(host, within)
    if (desktops === undefined) return
    forgetOthers(told, desktops)
    for (const desktop of desktops.filter(({ account }) => told.get(account.uid)?.number === undefined)) {
      if (isEnded) return
      await tell(host, desktop, { told, words }, within)
    }
    if (desktops.some(({ account, isStarting }) => isStarting && told.get(account.uid)?.number === undefined))
      lookIn(tryAgainMs)
  }
  const watching = await trying(host, 'who logs in to a desktop meanwhile is not told', () =>
    watchSessions(() => {
      lookIn(writingMs)
    }),
  )
  looking = look(options)
  await looking

  return {
    async end(end, within) {
      isEnded = true
      watching?.close()
      await looking
      clearTimeout(timer)
      for (const { brokenOff } of told.values()) brokenOff.release()
      for (const { account } of (await listDesktops(host, within)) ?? [])
        await show(host, account, { ...end, stays: false, replaces: told.get(account.uid)?.number }, within)
    },
  }
}

interface Telling {
  readonly told: Map<number, Told>
  readonly words: Readonly<Record<'begin' | 'brokenOff', NoticeWords>>
}

/** One that shows no notifications is asked again only while it starts. */
async function tell(
  host: HostContext,
  { account, isStarting }: Desktop,
  { told, words }: Telling,
  options: RunOptions,
): Promise<void> {
  const earlier = told.get(account.uid)
  if (earlier !== undefined && !isStarting) return
  const number = await show(host, account, { ...words.begin, stays: true, replaces: undefined }, options)
  if (earlier !== undefined && number === undefined) return
  const brokenOff = notifyAtEnd(account, { ...words.brokenOff, stays: true, replaces: number })
  told.set(account.uid, { number, brokenOff })
  earlier?.brokenOff.release()
}

/** Who logs in again is told again. */
function forgetOthers(told: Map<number, Told>, desktops: readonly Desktop[]): void {
  const there = new Set(desktops.map(({ account }) => account.uid))
  for (const [uid, { brokenOff }] of told) {
    if (there.has(uid)) continue
    brokenOff.release()
    told.delete(uid)
  }
}
