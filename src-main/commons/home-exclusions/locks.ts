/**
 * Locks, pid files and other traces of a running program. On another laptop they say that a program runs which does not, and it
 * won't start there, or waits for ever. A lock that a program takes from the kernel alone (LevelDB's LOCK, cargo's
 * .package-cache) is an empty file that says nothing, and is not here; nor is a Vim swap file, which holds unsaved work.
 */
import { rules, type Exclusion } from './exclusion.ts'

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

export const locks: readonly Exclusion[] = [
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
