/** loginctl(1): who is logged in. A session that ends meanwhile is an answer, not an error. */
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface LoginSession {
  readonly account: string
  readonly uid: number
  /** As logind has it: "wayland", "x11", "mir", "tty", "unspecified". */
  readonly type: string
  /** By ssh, or from another machine in another way. */
  readonly isRemote: boolean
  /** The screen is locked, as far as the desktop says so. */
  readonly isLocked: boolean
  /** Nothing was typed or moved for a while, as far as the desktop says so. */
  readonly isIdle: boolean
  /** ISO 8601. */
  readonly since: string
}

/** Of people: not service managers that linger, login screens, cron; nor those that were logged out of already. */
export async function listSessions(options: RunOptions): Promise<readonly LoginSession[]> {
  const { stdout } = await run(
    { title: titles.listSessions({}), argv: ['loginctl', 'list-sessions', '--no-legend', '--no-pager'] },
    options,
  )
  const ids = parseSessionIds(stdout)
  if (ids.length === 0) return []
  const all = await showSessions(ids, options)
  // It stops at the first that has ended meanwhile.
  return all ?? (await Promise.all(ids.map(async (id) => (await showSessions([id], options)) ?? []))).flat()
}

/** The columns differ between versions, but the ID has always been the first one (systemd 249 to 257). */
export function parseSessionIds(text: string): readonly string[] {
  return text.split('\n').flatMap((line) =>
    line
      .trim()
      .split(/\s+/, 1)
      .filter((id) => id !== ''),
  )
}

const properties = ['Name', 'User', 'Type', 'Class', 'State', 'Remote', 'LockedHint', 'IdleHint', 'Timestamp'] as const

/** Undefined when one of them is not there any more. */
async function showSessions(ids: readonly string[], options: RunOptions): Promise<readonly LoginSession[] | undefined> {
  const { stdout, exitCode } = await run(
    {
      title: titles.listSessions({}),
      argv: ['loginctl', 'show-session', ...properties.map((name) => `--property=${name}`), '--', ...ids],
      // It has no option for how times are told.
      env: { TZ: 'UTC' },
      exitCodes: [0, 1],
    },
    options,
  )
  return exitCode === 0 ? parseSessions(stdout) : undefined
}

/** A section for each, with an empty line between two. */
export function parseSessions(text: string): readonly LoginSession[] {
  return text.split(/\n{2,}/).flatMap((section) => parseSession(section) ?? [])
}

/** KEY=value lines. */
export function parseSession(text: string): LoginSession | undefined {
  const values = new Map(text.split('\n').map((line) => [line.replace(/=.*/, ''), line.replace(/^[^=]*=/, '')]))
  const value = (name: (typeof properties)[number]): string => {
    const found = values.get(name)
    if (found === undefined) throw unreadableAnswer('loginctl show-session', text)
    return found
  }
  if (!/^user(-early|-light|-early-light)?$/.test(value('Class')) || value('State') === 'closing') return undefined
  return {
    account: value('Name'),
    uid: Number(value('User')),
    type: value('Type'),
    isRemote: value('Remote') === 'yes',
    isLocked: value('LockedHint') === 'yes',
    isIdle: value('IdleHint') === 'yes',
    since: parseTime(value('Timestamp'), text),
  }
}

/** "Sat 2026-11-21 06:50:44 UTC" (systemd.time(7)). */
function parseTime(told: string, text: string): string {
  const [, day, time] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(told) ?? []
  if (day === undefined || time === undefined) throw unreadableAnswer('loginctl show-session', text)
  return `${day}T${time}.000Z`
}

export function isDesktop({ type }: Pick<LoginSession, 'type'>): boolean {
  return ['wayland', 'x11', 'mir'].includes(type)
}
