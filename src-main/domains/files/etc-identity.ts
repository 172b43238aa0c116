/**
 * What stays as it is when /etc is brought back from a snapshot of the same laptop. Not the list of what is never copied
 * to another laptop (domains/etc-tracking): accounts, certificates and network connections do belong to this one.
 */
import type { OwnPath } from '../../commons/capability/own-path.ts'
import { pathPattern } from '../../kernel/path-pattern.ts'

/** What makes the laptop itself, unless told otherwise. */
const identity = [
  '/machine-id',
  '/machine-info',
  '/hostname',
  '/hostid',
  '/hosts',
  '/fstab',
  '/crypttab',
  '/cryptsetup-keys.d',
  '/adjtime',
  '/ssh/ssh_host_*',
  '/iscsi/initiatorname.iscsi',
  '/nvme/hostid',
  '/nvme/hostnqn',
  '/lvm/devices',
].map(pathPattern)

/** The history of /etc, and what the system makes by itself: whatever was told. */
const always = [
  '/.git',
  '/.etckeeper',
  '/.hg',
  '/.bzr',
  '/.pwd.lock',
  '/.updated',
  '/mtab',
  '/lvm/archive',
  '/lvm/backup',
  '/lvm/cache',
].map(pathPattern)

const accounts = ['passwd', 'shadow', 'group', 'gshadow', 'subuid', 'subgid'].flatMap((name) => [
  pathPattern(`/${name}`),
  pathPattern(`/${name}-`),
])

/** `path` is below /etc, "ssh/ssh_host_rsa_key". */
export function isIdentity(path: string): boolean {
  return identity.some((expression) => expression.test(`/${path}`))
}

/** What capabilities call their own, `ownPaths`, is kept as well. */
export function alwaysKept(ownPaths: readonly OwnPath[]): (path: string) => boolean {
  const own = ownPaths.map(pathPattern)
  return (path) =>
    always.some((expression) => expression.test(`/${path}`)) ||
    own.some((expression) => expression.test(`/etc/${path}`))
}

export function isAccountFile(path: string): boolean {
  return accounts.some((expression) => expression.test(`/${path}`))
}
