/** Asks sshd, sudo, PAM and other programs, not their files: as they are, or as they would be with other folders in the place of theirs. */
import { existsSync, readdirSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import { readOwnText } from '../../../tools/files/own-file.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { doorAccount } from '../../../kernel/door-account.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { groupsOf } from '../../../tools/accounts/accounts.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { anywhere, checkSshd, isSshdInstalled, readSshdSettings } from '../../../tools/sshd.ts'
import { readSudoRule, trySudo } from '../../../tools/sudo.ts'
import { checkSudo } from '../../../tools/visudo.ts'
import {
  agentProgram,
  doorComingIn,
  doorProgram,
  doorRefusals,
  firstPort,
  listenRefusal,
  listRefusals,
  parseSshdSettings,
  type SshdRefusal,
  type SshdSettings,
} from '../sshd-settings.ts'
import type { DoorProblem } from '../verbs.ts'
import { insteadOf, type Door } from './door-folders.ts'
import { findPamProblems } from './pam-problems.ts'
import { findProgramProblems } from './program-problems.ts'

type Host = Pick<HostContext, 'person' | 'callerAddress'>

export interface AskedDoors {
  readonly host: Host
  /** Whether what sudo starts is started, too. */
  readonly isTried: boolean
}

export async function findProblems(asked: AskedDoors, options: RunOptions): Promise<readonly DoorProblem[]> {
  return (await Promise.all([sshdProblems(asked, undefined, options), sudoProblems(asked, undefined, options)])).flat()
}

/** `made` has the folders of the door as they would be, which nobody else reads. */
export async function findProblemsWith(
  door: Door,
  asked: AskedDoors,
  made: string,
  options: RunOptions,
): Promise<readonly DoorProblem[]> {
  switch (door) {
    case 'ssh':
      return sshdProblems(asked, made, options)
    case 'sudo':
      return sudoProblems(asked, made, options)
    case 'pam':
      return findPamProblems(asked.host.person.name, made, options)
    case 'programs':
      return findProgramProblems(asked.host.person.name, made, options)
    default:
      return assertNever(door)
  }
}

async function sshdProblems(
  { host: { person, callerAddress } }: AskedDoors,
  made: string | undefined,
  options: RunOptions,
): Promise<readonly DoorProblem[]> {
  if (!isSshdInstalled()) return []
  const instead = insteadOf('ssh', made)
  const details = await checkSshd(instead, options)
  if (details !== undefined) return [{ kind: 'broken', program: 'sshd', details }]
  const address = callerAddress?.()
  const settingsFor = async (user: string) =>
    parseSshdSettings(await readSshdSettings({ user, address: address ?? anywhere }, instead, options)) ?? new Map()
  const [door, own, asItIs] = await Promise.all([
    settingsFor(doorAccount),
    settingsFor(person.name),
    made === undefined ? undefined : settingsNow(options),
  ])
  const problem = (account: 'door' | 'person') => (refusal: SshdRefusal) => ({
    kind: 'sshd' as const,
    account,
    ...refusal,
    files: [...filesWith(refusal.setting, path.join(made ?? '/etc', 'ssh'))],
  })
  const listening =
    asItIs === undefined ? undefined : listenRefusal(door, { addresses: ownAddresses(), port: firstPort(asItIs) })
  return [
    ...[
      ...listRefusals(door, doorComingIn(address)),
      ...doorRefusals(door),
      ...(listening === undefined ? [] : [listening]),
    ].map(problem('door')),
    ...listRefusals(own, { account: person.name, groups: groupsOf(person) }).map(problem('person')),
  ]
}

/** The other laptop knows the port that counts now. */
async function settingsNow(options: RunOptions): Promise<SshdSettings | undefined> {
  if ((await checkSshd([], options)) !== undefined) return undefined
  return parseSshdSettings(await readSshdSettings({ user: doorAccount, address: anywhere }, [], options))
}

/** Those that another laptop reaches. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ internal }) => !internal).map(({ address }) => address),
  )
}

/** Where sshd reads the setting, our own file aside. */
function filesWith(setting: string, folder: string): readonly string[] {
  const ours = '10-pc-switcher.conf'
  const parts = path.join(folder, 'sshd_config.d')
  const inParts = existsSync(parts) ? readdirSync(parts).filter((name) => name.endsWith('.conf') && name !== ours) : []
  const line = new RegExp(`^\\s*${setting}[\\s=]`, 'im')
  return ['sshd_config', ...inParts.sort().map((name) => `sshd_config.d/${name}`)]
    .filter((name) => existsSync(path.join(folder, name)) && line.test(readOwnText(path.join(folder, name))))
    .map((name) => `ssh/${name}`)
}

/** sysexits(3), EX_USAGE: the door was opened, and was asked for nothing. */
const doorOpened = 64

async function sudoProblems(
  { host: { person }, isTried }: AskedDoors,
  made: string | undefined,
  options: RunOptions,
): Promise<readonly DoorProblem[]> {
  const instead = insteadOf('sudo', made)
  const details = await checkSudo(instead, options)
  if (details !== undefined) return [{ kind: 'broken', program: 'sudo', details }]
  const uses = [
    { account: 'door', name: doorAccount, command: doorProgram, expected: doorOpened },
    // The agent ends at the end of its input.
    { account: 'person', name: person.name, command: agentProgram, expected: 0 },
  ] as const
  const found = await Promise.all(
    uses.map(async ({ account, name, ...use }): Promise<readonly DoorProblem[]> => {
      const rule = await readSudoRule({ account: name, command: use.command }, instead, options)
      const file = rule.kind === 'asks' || rule.kind === 'none' ? rule.file : undefined
      const files = file === undefined ? [] : [path.relative('/etc', file)]
      if (rule.kind === 'asks' || rule.kind === 'none') return [{ kind: 'sudo', account, why: rule.kind, files }]
      const failed = isTried ? await trySudo({ account: name, ...use }, instead, options) : undefined
      return failed === undefined ? [] : [{ kind: 'sudo', account, why: 'fails', files, details: failed }]
    }),
  )
  return found.flat()
}
