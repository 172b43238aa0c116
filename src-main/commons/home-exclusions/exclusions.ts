/**
 * What never crosses, and why. One list, from which everything else is made: what the inventory leaves out, what is never
 * placed, and the words for the person. How it was made: docs/facts/one-laptop.md.
 */
import { alsoInSandboxes, inHomeAt, isExclusionPattern, rules, type Exclusion } from './exclusion.ts'
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
  ...rules('cache', ['.cache', '.thumbnails', '.npm/_logs', '.kube/cache']),
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

/** Profiles of Firefox and what was made from it. `lock` is too plain a name to be meant anywhere. */
const mozillaProfiles = [
  '.mozilla/*/*', // Firefox, SeaMonkey, IceCat
  '.config/mozilla/firefox/*', // Firefox where it follows XDG
  '.thunderbird/*', // Betterbird too
  '.librewolf/*',
  '.config/librewolf/librewolf/*',
  '.waterfox/*',
  '.floorp/*',
  '.zen/*',
  '.zotero/zotero/*',
  '.moonchild productions/*/*',
  '.local/share/torbrowser/tbb/*/tor-browser/Browser/TorBrowser/Data/Browser/*',
]

/** Folders of settings of JetBrains' programs and of Android Studio, one for each version. */
const jetBrainsSettings = ['.config/JetBrains/*', '.config/Google/*']

/**
 * Locks, pid files and other traces of a running program. On another laptop they say that a program runs which does
 * not, and it won't start there, or waits for ever. A lock that a program takes from the kernel alone (LevelDB's
 * LOCK, cargo's .package-cache) is an empty file that says nothing, and is not here; nor is a Vim swap file, which
 * holds unsaved work.
 */
const locks: readonly Exclusion[] = [
  ...rules(
    'lock',
    mozillaProfiles.map((profile) => `${profile}/lock`),
  ), // a link that names address and process
  ...rules('lock', ['**/.parentlock']), // the same profiles, wherever --profile puts one
  // Chromium, all made from it, and Electron, wherever --user-data-dir puts the profile: host name and process.
  ...rules('lock', ['**/SingletonLock', '**/SingletonSocket', '**/SingletonCookie']),
  ...rules('lock', ['.config/*/code.lock']), // Visual Studio Code and its kin: a process
  ...rules(
    'lock',
    jetBrainsSettings.flatMap((folder) => [
      `${folder}/.lock`,
      `${folder}/.port`,
      `${folder}/port`,
      `${folder}/port.lock`,
    ]),
  ),
  ...rules('lock', ['**/.metadata/.lock']), // an Eclipse workspace
  ...rules('lock', ['**/.~lock.*#', '.config/libreoffice/*/.lock']), // LibreOffice: a document, a profile; host and user
  // GnuPG, wherever GNUPGHOME is: host and process. It waits for ever for one of another host.
  ...rules('lock', [
    '.gnupg/*.lock',
    '.gnupg/public-keys.d/*.lock',
    '.gnupg/private-keys-v1.d/*.lock',
    '.gnupg/reader_*.status',
    '.gnupg/S.*',
    '**/.#lk0x*',
    '**/pubring.db.lock',
    '**/pubring.kbx.lock',
    '**/pubring.gpg.lock',
    '**/trustdb.gpg.lock',
    '**/tofu.db.lock',
    '**/gnupg_spawn_*_sentinel.lock',
  ]),
  ...rules('lock', ['**/.emacs.desktop.lock', '.emacs.d/server', '.config/emacs/server']), // Emacs: a process; its port
  ...rules('lock', ['**/*.kdbx.lock']), // KeePass: who has the database open
  ...rules('lock', ['**/*.gnucash.LCK']), // GnuCash: host and process
  ...rules('lock', ['.android/avd/*/*.lock']), // Android's emulator: a process
  ...rules('lock', ['.steam/steam.pid', '.steam/steam.pipe', '.steam/steam.token', '.steampid']), // Steam
  ...rules('lock', ['.config/deluge/deluged.pid', '.config/deluge/ipc']), // Deluge: links that name a process
  ...rules('lock', ['**/postmaster.pid', '**/tmp/pids/*.pid', '**/celerybeat.pid', '**/twistd.pid']), // servers of developers
  ...rules('lock', ['.cache/rclone/bisync/*.lck']), // rclone: a process
  ...rules('lock', ['.fetchmail.pid', '.local/share/akonadi/socket-*']), // mail
  ...rules('lock', ['.config/*rc.lock', '.config/kdeglobals.lock']), // settings of KDE while they are written: host
  ...rules('lock', ['.gradle/daemon', '.local/state/watchman', '.local/share/jupyter/runtime']), // running daemons of builds
  ...rules('lock', ['.vscode-server/.*.pid', '.vscode-server/.*.token', '.vscode-server/cli/servers/*/pid.txt']),
  ...rules('lock', ['.vnc/*.pid', '.vnc/*.log', '.config/tigervnc/*.pid', '.config/tigervnc/*.log']), // VNC: a session
  // One session of one laptop: cookies of the X server, addresses of D-Bus and IBus, logs.
  ...rules('lock', [
    '.Xauthority*',
    '.ICEauthority*',
    '.dbus',
    '.config/ibus/bus',
    '.local/share/xorg',
    '.local/share/sddm',
  ]),
  ...rules('lock', ['.xsession-errors*', '.esd_auth']),
]

/** Of one home, whose paths they are below: ".ssh/id_*". Programs in sandboxes have them there as well. */
export const namedInHome: readonly Exclusion[] = [
  ...keys,
  ...identities,
  ...locks,
  ...hardware,
  ...stores,
  ...caches,
  // What somebody deleted on one laptop is looked for there.
  ...rules('trash', ['.local/share/Trash']),
  // It is the identity and the index of a Syncthing of this laptop.
  ...rules('syncthing', [
    '.config/syncthing',
    '.local/share/syncthing',
    '.local/state/syncthing',
    'snap/syncthing',
    '.var/app/me.kozec.syncthingtk',
    // Whether one starts with the session is each laptop's own.
    '.config/systemd/user/default.target.wants/syncthing.service',
    // What it keeps in folders that it carries: their marker, versions that gave way, files on their way.
    '**/.stfolder',
    '**/.stversions',
    '**/.syncthing.*.tmp',
    '**/~syncthing~*.tmp',
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
