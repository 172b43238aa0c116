/**
 * What never crosses, and why. One list in one small grammar, from which everything else is made: what the inventory
 * leaves out, what is never placed, and the words for the person.
 *
 * The grammar: anchored at /home, one path a rule, `*` for any characters within one name. A rule covers what it names and
 * all that is in it. No other wildcards, no exceptions.
 */

import type { exclusionTitles } from './texts.ts'

export type ExclusionKind = keyof typeof exclusionTitles

export interface Exclusion {
  readonly pattern: string
  readonly kind: ExclusionKind
}

/** Of one home, whose paths they are below: ".ssh/id_*". */
export const exclusionsInHome: readonly Exclusion[] = [
  // A private key stays on the laptop it was made on.
  ...rules('key', [
    '.ssh/id_*',
    '.gnupg/private-keys-v1.d',
    '.gnupg/secring.gpg*',
    '.gnupg/openpgp-revocs.d',
    '.gnupg/random_seed',
  ]),
  // A copy of these could lock the person out.
  ...rules('key', ['.ssh/authorized_keys*', '.ssh/known_hosts*', '.ssh/environment']),
  // Two laptops with the same Tailscale identity throw each other out of the network.
  ...rules('identity', [
    '.tailscale',
    '.config/tailscale',
    '.local/share/tailscale',
    '.local/state/tailscale',
    'snap/tailscale',
  ]),
  // It belongs to one session of one laptop.
  ...rules('identity', [
    '.Xauthority*',
    '.ICEauthority*',
    '.dbus',
    '.config/pulse',
    '.pulse-cookie',
    '.esd_auth',
    '.local/state/wireplumber',
    '.xsession-errors*',
    '.gnupg/S.*',
    '.gnupg/.#lk*',
    '.config/*/Singleton*',
    '.mozilla/firefox/*/lock',
    '.mozilla/firefox/*/.parentlock',
    '.thunderbird/*/lock',
    '.thunderbird/*/.parentlock',
  ]),
  // Programs fill it again by themselves.
  ...rules('cache', [
    '.cache',
    '.thumbnails',
    '.local/share/Trash',
    '.ccache',
    '.npm/_cacache',
    '.npm/_logs',
    '.gradle/caches',
    '.mozilla/firefox/*/cache2',
    '.mozilla/firefox/*/startupCache',
    '.config/*/Cache',
    '.config/*/Code Cache',
    '.config/*/GPUCache',
    '.config/*/CachedData',
    '.config/*/*/Cache',
    '.config/*/*/Code Cache',
    '.config/*/*/GPUCache',
    '.config/*/*/Service Worker/CacheStorage',
    '.var/app/*/cache',
    '.var/app/*/.cache',
    'snap/*/common/.cache',
    'snap/*/*/.cache',
  ]),
  // It is the identity and the index of a Syncthing of this laptop.
  ...rules('syncthing', [
    '.config/syncthing',
    '.local/share/syncthing',
    '.local/state/syncthing',
    'snap/syncthing',
    '.var/app/me.kozec.syncthingtk',
  ]),
  // Each laptop has its own settings and memory of switches.
  ...rules('own', ['.config/pc-switcher', '.local/share/pc-switcher', '.local/state/pc-switcher']),
  // Snapshots stay on the laptop they were taken on.
  ...rules('system', ['.snapshots']),
]

/** Of folders directly in /home, whoever's they are. */
export const exclusions: readonly Exclusion[] = [
  ...inHome('*'),
  // Snapshots stay on the laptop they were taken on.
  ...rules('system', ['/.snapshots']),
  // It belongs to the file system.
  ...rules('system', ['/lost+found', '/.Trash-*']),
  // It was left by a restoring of files that was interrupted; the next one clears it up.
  ...rules('own', ['/.pc-switcher-restore-*']),
  // It is the marker of this laptop’s own Syncthing.
  ...rules('syncthing', ['/.stfolder', '/.stignore', '/.stversions']),
].map(checked)

/**
 * The same with those of homes that lie deeper, as "/home/DOMAIN/alice". `homes` are absolute; one whose name the grammar
 * cannot say is in `unnamed`: nothing could be left out of it, so nothing of it may cross.
 */
export function exclusionsFor(
  homes: readonly string[],
  root: string,
): { readonly rules: readonly Exclusion[]; readonly unnamed: readonly string[] } {
  const below = homes.filter((home) => home.startsWith(`${root}/`)).map((home) => home.slice(root.length + 1))
  const deep = below.map((home) => home.replace(/\/+$/, '')).filter((home) => home.includes('/'))
  const isNamed = (home: string): boolean => isExclusionPattern(`/${home}`) && !home.includes('*')
  return {
    rules: [...exclusions, ...deep.filter(isNamed).flatMap(inHome)],
    unnamed: deep.filter((home) => !isNamed(home)),
  }
}

function inHome(home: string): readonly Exclusion[] {
  return exclusionsInHome.map((rule) => ({ ...rule, pattern: `/${home}/${rule.pattern}` }))
}

function rules(kind: ExclusionKind, patterns: readonly string[]): readonly Exclusion[] {
  return patterns.map((pattern) => ({ pattern, kind }))
}

/** A rule that the three compilers could read differently is refused when the program starts. */
function checked(rule: Exclusion): Exclusion {
  if (!isExclusionPattern(rule.pattern)) throw new Error(`not a rule of the grammar: ${rule.pattern}`)
  return rule
}

/** ASCII alone, no other wildcard, no empty name, no `.` or `..`, no space at an end of a name. */
export function isExclusionPattern(pattern: string): boolean {
  if (!/^(\/[A-Za-z0-9._+*#-]([A-Za-z0-9._+*# -]*[A-Za-z0-9._+*#-])?)+$/.test(pattern)) return false
  return !pattern.split('/').some((name) => name === '.' || name === '..' || name.includes('**'))
}
