/**
 * What never crosses, and why. One list, from which everything else is made: what the inventory leaves out, what is never
 * placed, and the words for the person. How it was made: docs/facts/one-laptop.md.
 */
import { caches } from './caches.ts'
import { alsoInSandboxes, inHomeAt, isExclusionPattern, rules, type Exclusion } from './exclusion.ts'
import { locks } from './locks.ts'
import { hardware, identities, keys } from './one-laptop.ts'
import { stores } from './stores.ts'

/** Of one home, whose paths they are below: ".ssh/id_*". Programs in sandboxes have them there as well. */
export const namedInHome: readonly Exclusion[] = [
  ...keys,
  ...identities,
  ...locks,
  ...hardware,
  ...stores,
  ...caches,
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

/** The same with those in sandboxes. */
export const exclusionsInHome: readonly Exclusion[] = namedInHome.flatMap(alsoInSandboxes)

/** Of folders directly in /home, whoever's they are. */
export const exclusions: readonly Exclusion[] = [
  ...inHome('/*'),
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
    rules: [...exclusions, ...deep.filter(isNamed).flatMap((home) => inHome(`/${home}`))],
    unnamed: deep.filter((home) => !isNamed(home)),
  }
}

function inHome(home: string): readonly Exclusion[] {
  return exclusionsInHome.map((rule) => inHomeAt(home, rule))
}

/** A rule that the three compilers could read differently is refused when the program starts. */
function checked(rule: Exclusion): Exclusion {
  if (!isExclusionPattern(rule.pattern)) throw new Error(`not a rule of the grammar: ${rule.pattern}`)
  return rule
}
