/**
 * What never crosses, and why. One list, from which everything else is made: what the inventory leaves out, what is never
 * placed, and the words for the person. How it was made: docs/facts/one-laptop.md.
 */
import { alsoInSandboxes, inHomeAt, isExclusionPattern, rules, type Exclusion } from './exclusion.ts'
import { locks } from './locks.ts'
import { hardware, identities, keys } from './one-laptop.ts'

/**
 * What engines of containers keep. In layers what is deleted is a device file, which never crosses, and owners are sub-ids of this
 * laptop; networks and sockets are its engine's. One that lies elsewhere is found by what is in it.
 */
const stores: readonly Exclusion[] = [
  ...rules('store', ['.local/share/containers/storage', '.local/share/containers/cache', '.config/cni']), // podman
  ...rules('store', ['.local/share/docker', '.docker/run']),
  ...rules('store', ['.local/share/containerd', '.local/share/nerdctl', '.local/share/buildkit']),
  ...rules('store', ['.rancher/k3s']), // by an account that is not root
]

/** What Chromium and Electron keep in a profile or beside it. */
const chromiumCaches = [
  '/Cache',
  '/Code Cache',
  '/GPUCache',
  '/CachedData',
  '/DawnGraphiteCache',
  '/DawnWebGPUCache',
  '/GrShaderCache',
  '/ShaderCache',
]

/** A profile, the folder around profiles, and the same where a maker has several programs. */
const chromiumFolders = ['.config/*', '.config/*/*', '.config/*/*/*']

const caches: readonly Exclusion[] = [
  ...rules('cache', ['.cache', '.thumbnails', '.local/share/Trash', '.npm/_logs', '.kube/cache']),
  ...rules('cache', ['.mozilla/*/*/cache2', '.mozilla/*/*/startupCache']),
  ...rules(
    'cache',
    chromiumFolders.flatMap((folder) => chromiumCaches.map((name) => `${folder}${name}`)),
  ),
  ...rules('cache', ['.config/*/*/Service Worker/CacheStorage', '.config/*/*/*/Service Worker/CacheStorage']),
  // An index of this disk, by its inodes.
  ...rules('cache', ['.local/share/baloo', '.local/share/tracker']),
  // Made for this graphics card.
  ...rules('cache', ['.nv', '.local/share/Steam/steamapps/shadercache']),
  ...rules('cache', ['.var/app/*/cache', '.var/app/*/.cache', 'snap/*/common/.cache', 'snap/*/*/.cache']),
]

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
