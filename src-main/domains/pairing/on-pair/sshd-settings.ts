/** Whether the sshd of a laptop would let the other laptop in: its account is pc-switcher, in a group of the same name. */
import type { PairingFinding } from '../../../contract/pairing-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { doorAccount } from '../../../kernel/door-account.ts'
import { runAsRoot, type Rooted } from './ask-root.ts'
import { readSshdScript, sshdExitCodes } from './scripts.ts'
import { cannotLook, findings } from './texts.ts'

const doorProgram = '/usr/lib/pc-switcher/door'

/** Of sshd_config(5), for that account. Patterns as they are written. */
export interface SshdSettings {
  readonly allowUsers: readonly string[]
  readonly denyUsers: readonly string[]
  readonly allowGroups: readonly string[]
  readonly denyGroups: readonly string[]
  readonly forceCommand: string
  /** What sshd_config includes. */
  readonly includes: readonly string[]
}

/** What stands against it, with the line that mends it. `isInstalled`: our own settings are there already. */
export async function sshdFindings(laptop: Rooted, isInstalled: boolean): Promise<readonly PairingFinding[]> {
  const { stdout, stderr, exitCode } = await runAsRoot(laptop, readSshdScript)
  if (exitCode === sshdExitCodes.missing) return [findings.noSshd(laptop.name)]
  if (exitCode === sshdExitCodes.broken) return [findings.sshdBroken(laptop.name)]
  if (exitCode !== 0) throw new AppError({ code: 'unreadable-answer', ...cannotLook, details: stderr })
  return findingsOfSshd(laptop.name, parseSshd(stdout), isInstalled)
}

/** `sshd -T` says each pattern of a list in a line of its own (OpenSSH 9.2 to 10.0); after "--" come lines of sshd_config. */
export function parseSshd(text: string): SshdSettings {
  const [settings = '', included = ''] = text.split(/^--$/m)
  if (!/^port \d+$/m.test(settings)) throw new AppError({ code: 'unreadable-answer', ...cannotLook, details: text })
  const all = (key: string, lines: string): readonly string[] =>
    [...lines.matchAll(new RegExp(`^\\s*${key}[\\s=]+(.*)$`, 'gim'))].flatMap(([, value = '']) => words(value))
  return {
    allowUsers: all('allowusers', settings),
    denyUsers: all('denyusers', settings),
    allowGroups: all('allowgroups', settings),
    denyGroups: all('denygroups', settings),
    forceCommand: all('forcecommand', settings).join(' '),
    includes: all('include', included),
  }
}

function words(value: string): readonly string[] {
  return value
    .replace(/#.*$/, '')
    .split(/\s+/)
    .map((word) => word.replaceAll('"', ''))
    .filter((word) => word !== '')
}

/** In the order in which sshd decides: denied users, allowed users, denied groups, allowed groups. */
export function findingsOfSshd(
  name: string,
  { allowUsers, denyUsers, allowGroups, denyGroups, forceCommand, includes }: SshdSettings,
  isInstalled: boolean,
): readonly PairingFinding[] {
  const deniedUser = denyUsers.find((pattern) => isMeant(pattern) && !/@(?!\*$)/.test(pattern))
  const deniedGroup = denyGroups.find(isMeant)
  const isIncluded = includes.some((file) => /^(?:\/etc\/ssh\/)?sshd_config\.d\/(?:\*(?:\.conf)?|10-\S+)$/.test(file))
  return [
    ...(isIncluded ? [] : [findings.sshdWithoutFolder(name)]),
    ...(deniedUser === undefined ? [] : [findings.sshdDenies(name, 'DenyUsers', deniedUser)]),
    ...(allowUsers.length === 0 || allowUsers.some(isMeant)
      ? []
      : [findings.sshdAllows(name, 'AllowUsers', allowUsers)]),
    ...(deniedGroup === undefined ? [] : [findings.sshdDenies(name, 'DenyGroups', deniedGroup)]),
    ...(allowGroups.length === 0 || allowGroups.some(isMeant)
      ? []
      : [findings.sshdAllows(name, 'AllowGroups', allowGroups)]),
    ...(isInstalled && isIncluded && !forceCommand.includes(doorProgram) ? [findings.sshdOverridden(name)] : []),
  ]
}

/** Where the other laptop comes from may be limited too: whoever wrote it knows. */
function isMeant(pattern: string): boolean {
  const [user = ''] = pattern.split('@')
  const expression = user
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${expression}$`).test(doorAccount)
}
