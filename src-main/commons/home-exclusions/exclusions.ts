/**
 * What never crosses, and why. One list in one small grammar, from which everything else is made: what the inventory
 * leaves out, what Syncthing ignores, and the words for the person.
 *
 * The grammar: anchored at /home, one path a rule, `*` for any characters within one name. A rule covers what it names and
 * all that is in it. No other wildcards, no exceptions.
 */

export type ExclusionKind = 'key' | 'identity' | 'cache' | 'syncthing' | 'own' | 'elsewhere' | 'system'

export interface Exclusion {
  readonly pattern: string
  readonly kind: ExclusionKind
  readonly reason: string
}

/** In the order they are shown. */
export const exclusionTitles: Readonly<Record<ExclusionKind, string>> = {
  key: 'Private keys and who may sign in',
  identity: 'What belongs to one laptop',
  cache: 'Caches, which programs fill again',
  syncthing: 'Syncthing’s own files',
  own: 'pc-switcher’s own files',
  elsewhere: 'Copied by another step',
  system: 'Snapshots and file system folders',
}

/** A folder may be deleted together with a cache in it, never together with a key or an identity. */
export function mayGoWithItsFolder(kind: ExclusionKind): boolean {
  return kind === 'cache'
}

const perPerson: readonly Exclusion[] = [
  ...rules('key', 'A private key stays on the laptop it was made on.', [
    '.ssh/id_*',
    '.gnupg/private-keys-v1.d',
    '.gnupg/secring.gpg*',
    '.gnupg/openpgp-revocs.d',
    '.gnupg/random_seed',
  ]),
  ...rules(
    'key',
    'Who may sign in to a laptop, and which laptops it knows, is its own: changing it could lock you out.',
    ['.ssh/authorized_keys*', '.ssh/known_hosts*', '.ssh/environment'],
  ),
  ...rules(
    'identity',
    'It makes a laptop a member of your Tailscale network; two with the same identity throw each other out.',
    ['.tailscale', '.config/tailscale', '.local/share/tailscale', '.local/state/tailscale', 'snap/tailscale'],
  ),
  ...rules('identity', 'It belongs to one session of one laptop.', [
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
  ...rules('cache', 'Programs fill it again by themselves.', [
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
  ...rules('syncthing', 'It is the identity and the index of a Syncthing of this laptop.', [
    '.config/syncthing',
    '.local/share/syncthing',
    '.local/state/syncthing',
    'snap/syncthing',
    '.var/app/me.kozec.syncthingtk',
  ]),
  ...rules('own', 'Each laptop has its own settings and memory of switches.', [
    '.config/pc-switcher',
    '.local/share/pc-switcher',
    '.local/state/pc-switcher',
  ]),
  ...rules('system', 'Snapshots stay on the laptop they were taken on.', ['.snapshots']),
]

export const exclusions: readonly Exclusion[] = [
  ...perPerson.map((rule) => ({ ...rule, pattern: `/*/${rule.pattern}` })),
  ...rules('system', 'Snapshots stay on the laptop they were taken on.', ['/.snapshots']),
  ...rules('system', 'It belongs to the file system.', ['/lost+found', '/.Trash-*']),
  ...rules('own', 'It was left by a restoring of files that was interrupted; the next one clears it up.', [
    '/.pc-switcher-restore-*',
  ]),
  ...rules('syncthing', 'It is the marker of this laptop’s own Syncthing.', [
    '/.stfolder',
    '/.stignore',
    '/.stversions',
  ]),
].map(checked)

function rules(kind: ExclusionKind, reason: string, patterns: readonly string[]): readonly Exclusion[] {
  return patterns.map((pattern) => ({ pattern, kind, reason }))
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
