/** What stands against pairing two laptops, or is told beforehand; and what will be set up on each. */
import {
  doorComingIn,
  doorRefusals,
  listRefusals,
  parseSshdSettings,
  type SshdRefusal,
} from '../../../commons/doors/sshd-settings.ts'
import type { PairingFinding } from '../../../contract/pairing-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { runAsRoot, type Rooted } from './ask-root.ts'
import type { OpenLaptops } from './open-laptops.ts'
import type { Probe } from './probe.ts'
import { readSshdScript, sshdExitCodes } from './scripts.ts'
import { findings, plan, cannotLook } from './texts.ts'

/** Above a minute files are judged wrongly. */
const misleadingMs = 60_000
const madeFor = /^(?:debian (?:12|13)|ubuntu (?:24\.04|24\.10|25\.\d+|26\.04))$/

/** What happens to our package on the other laptop. */
export type PackageWork = 'nothing' | 'install' | 'update'

export function packageWork(here: Probe, there: Probe): PackageWork {
  if (there.version === undefined) return 'install'
  return there.version === here.version && there.build === here.build ? 'nothing' : 'update'
}

export function findingsOf(here: Probe, there: Probe): readonly PairingFinding[] {
  if (here.machine === there.machine && here.host === there.host) return [findings.sameLaptop]
  return [...identityFindings(here, there), ...accountFindings(here, there), ...packageFindings(here, there)].concat(
    [here, there].flatMap(laptopFindings),
    pairedFindings(here, there),
    Math.abs(there.aheadMs - here.aheadMs) > misleadingMs
      ? [findings.clock(there.host, there.aheadMs - here.aheadMs)]
      : [],
  )
}

/** Of a laptop that is set up without another one. */
export function findingsAlone(here: Probe): readonly PairingFinding[] {
  return [
    ...(here.uid === 0 ? [findings.root] : []),
    ...(here.version === undefined ? [findings.noPackageHere] : []),
    ...laptopFindings(here),
    ...(here.peer === undefined ? [] : [findings.pairedWith(here.host, here.peer)]),
  ]
}

/** And what only root can tell. */
export async function findingsOn({ here, there }: OpenLaptops): Promise<readonly PairingFinding[]> {
  const found = findingsOf(here.probe, there.probe)
  if (found.includes(findings.sameLaptop)) return found
  const ofSshd = await Promise.all(
    [here, there].map((laptop) => sshdFindings(laptop, laptop.probe.version !== undefined)),
  )
  return [...found, ...ofSshd.flat()]
}

function identityFindings(here: Probe, there: Probe): readonly PairingFinding[] {
  return [
    ...(here.machine === there.machine ? [findings.sameMachineId] : []),
    ...(here.host === there.host ? [findings.sameName(here.host)] : []),
  ]
}

function accountFindings(here: Probe, there: Probe): readonly PairingFinding[] {
  if (here.uid === 0 || there.uid === 0) return [findings.root]
  if (here.user !== there.user) return [findings.otherUser(here.user, there.user)]
  return here.uid === there.uid && here.gid === there.gid ? [] : [findings.otherIds(there.host, here.user, here)]
}

function packageFindings(here: Probe, there: Probe): readonly PairingFinding[] {
  if (packageWork(here, there) === 'nothing') return []
  if (there.apt === undefined || there.architecture === undefined) return [findings.noApt(there.host)]
  if (here.version === undefined) return [findings.noPackageHere]
  if (there.version !== undefined && compareVersions(there.version, here.version) > 0)
    return [findings.newerThere(there.host, there.version)]
  return there.architecture === here.architecture ? [] : [findings.otherArchitecture(there.host, there.architecture)]
}

function laptopFindings({ host, release, system, rootfs, homefs, homelink }: Probe): readonly PairingFinding[] {
  return [
    ...(madeFor.test(release) ? [] : [findings.otherRelease(host, system === '' ? release : system)]),
    ...(rootfs === 'btrfs' && homefs === 'btrfs' ? [] : [findings.noBtrfs(host)]),
    ...(homelink === undefined ? [] : [findings.homeIsLink(host, homelink)]),
  ]
}

/** As Debian's and Ubuntu's installers leave it. The root of a subvolume has the inode 256 (btrfs(5)). */
export function hasHomeAsFolder({ homefs, homeinode }: Pick<Probe, 'homefs' | 'homeinode'>): boolean {
  return homefs === 'btrfs' && homeinode !== '256'
}

function pairedFindings(here: Probe, there: Probe): readonly PairingFinding[] {
  return [
    [here, there],
    [there, here],
  ].flatMap(([own, other]) => {
    if (own?.peer === undefined || other === undefined) return []
    // A name is no proof, and may be another one since: what a laptop was paired with are keys.
    if (own.peerkeys.some((key) => other.hostkeys.includes(key))) return []
    if (own.peer !== other.host) return [findings.pairedWith(own.host, own.peer)]
    return own.peerkeys.length === 0 ? [] : [findings.pairedWithOther(own.host, other.host)]
  })
}

/** Ours are numbers with dots. */
export function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

/** Everything that is set up on `own`, a sentence each. */
export function planOf(own: Probe, peer: Probe, work: PackageWork, version: string): readonly string[] {
  return [
    ...(work === 'install' ? [plan.install(version, own.missing), plan.account(peer.host)] : []),
    ...(work === 'update' ? [plan.update(own.version ?? '', version)] : []),
    plan.key,
    plan.door(peer.host),
    plan.sudo(own.user),
    ...(own.etckeeper === undefined ? [plan.etckeeper] : []),
    ...(own.statemount === undefined ? [plan.state] : []),
    ...(hasHomeAsFolder(own) ? [plan.home] : []),
    plan.app,
  ]
}

/** As `planOf`, without another laptop. */
export function planAlone(own: Probe): readonly string[] {
  return [
    plan.sudo(own.user),
    ...(own.statemount === undefined ? [plan.state] : []),
    ...(hasHomeAsFolder(own) ? [plan.home] : []),
    plan.app,
  ]
}

/**
 * Whether the sshd of a laptop would let the other laptop in: its account is pc-switcher, in a group of the same
 * name. What stands against it, with the line that mends it. `isInstalled`: our own settings are there already.
 */
async function sshdFindings(laptop: Rooted, isInstalled: boolean): Promise<readonly PairingFinding[]> {
  const { stdout, stderr, exitCode } = await runAsRoot(laptop, readSshdScript)
  if (exitCode === sshdExitCodes.missing) return [findings.noSshd(laptop.name)]
  if (exitCode === sshdExitCodes.broken) return [findings.sshdBroken(laptop.name)]
  if (exitCode !== 0) throw new AppError({ code: 'unreadable-answer', ...cannotLook, details: stderr })
  return findingsOfSshd(laptop.name, stdout, isInstalled)
}

/** `text`: what `sshd -T` prints, and after "--" lines of sshd_config. */
export function findingsOfSshd(name: string, text: string, isInstalled: boolean): readonly PairingFinding[] {
  const [printed = '', included = ''] = text.split(/^--$/m)
  const settings = parseSshdSettings(printed)
  if (settings === undefined) throw new AppError({ code: 'unreadable-answer', ...cannotLook, details: text })
  const isIncluded = includesOf(included).some((file) =>
    /^(?:\/etc\/ssh\/)?sshd_config\.d\/(?:\*(?:\.conf)?|10-\S+)$/.test(file),
  )
  const isOverridden = isInstalled && isIncluded && doorRefusals(settings).length > 0
  return [
    ...(isIncluded ? [] : [findings.sshdWithoutFolder(name)]),
    ...listRefusals(settings, doorComingIn()).map((refusal) => wordsOf(name, refusal)),
    ...(isOverridden ? [findings.sshdOverridden(name)] : []),
  ]
}

function includesOf(lines: string): readonly string[] {
  return [...lines.matchAll(/^\s*include[\s=]+(.*)$/gim)].flatMap(([, value = '']) =>
    value
      .replace(/#.*$/, '')
      .split(/\s+/)
      .map((word) => word.replaceAll('"', '')),
  )
}

function wordsOf(name: string, { setting, value }: SshdRefusal): PairingFinding {
  return setting.startsWith('Allow')
    ? findings.sshdAllows(name, setting, value)
    : findings.sshdDenies(name, setting, value)
}
