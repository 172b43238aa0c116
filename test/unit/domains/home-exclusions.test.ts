import { describe, expect, it } from 'vitest'
import { createMatcher, type Matcher } from '../../../src-main/domains/home-sync/exclusions/exclusion-matcher.ts'
import { isExclusionPattern } from '../../../src-main/commons/home-exclusions/exclusion.ts'
import { exclusions, exclusionsFor } from '../../../src-main/commons/home-exclusions/exclusions.ts'
import { keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { bytePathFromText } from '../../../src-main/kernel/byte-path.ts'

const left = (match: Matcher, path: string) => match(keyOfPath(bytePathFromText(path)))

describe('what never crosses', () => {
  const match = createMatcher(exclusions)

  it.each([
    ['alice/.ssh/id_ed25519', 'key'],
    ['alice/.ssh/id_', 'key'],
    ['alice/.ssh/authorized_keys2', 'key'],
    ['alice/.ssh/known_hosts', 'key'],
    ['bob/.gnupg/private-keys-v1.d/ABC.key', 'key'],
    ['alice/.local/share/tailscale', 'identity'],
    ['alice/.cache/deep/in/it', 'cache'],
    ['alice/.mozilla/firefox/x.default/cache2/entries', 'cache'],
    ['alice/.config/chromium/Default/Cache', 'cache'],
    ['alice/.config/syncthing/key.pem', 'syncthing'],
    ['alice/Documents/.stfolder', 'syncthing'],
    ['alice/Documents/.stversions/plan~20260101.md', 'syncthing'],
    ['alice/Documents/deep/.syncthing.plan.md.tmp', 'syncthing'],
    ['alice/Documents/~syncthing~plan.md.tmp', 'syncthing'],
    ['alice/.config/systemd/user/default.target.wants/syncthing.service', 'syncthing'],
    ['alice/.config/pc-switcher', 'own'],
    ['.stfolder', 'syncthing'],
    ['.snapshots/1/snapshot', 'system'],
    ['lost+found', 'system'],
  ])('leaves out %s', (path, kind) => {
    expect(left(match, path)).toBe(kind)
  })

  it.each([
    'alice/.ssh',
    'alice/.ssh/config',
    'alice/project/.ssh/id_rsa',
    'alice/x/.cache',
    'alice/.cached',
    'alice/.config/syncthing2',
    'alice/Documents/.stignore',
    'alice/Documents/syncthing.tmp',
    '.cache',
    'alice/.gnupg/pubring.kbx',
    'alice/tailscale/main.go',
    'alice/.mozilla/firefox/x.default/places.sqlite',
  ])('carries %s', (path) => {
    expect(left(match, path)).toBeUndefined()
  })

  it('leaves out what was found on a disk, with all that is in it and nothing beside it', () => {
    const found = createMatcher([], [{ path: 'alice/.ssh/work', kind: 'key' }])
    expect(left(found, 'alice/.ssh/work')).toBe('key')
    expect(left(found, 'alice/.ssh/work/inside')).toBe('key')
    expect(left(found, 'alice/.ssh/work.txt')).toBeUndefined()
  })

  it.each(['/*/a', '/a b/c', '/*/.config/*/Code Cache', '/.Trash-*', '/**/a', '/**/a*/.b~'])(
    'has %s in its grammar',
    (pattern) => {
      expect(isExclusionPattern(pattern)).toBe(true)
    },
  )

  it.each([
    'a',
    '',
    '/',
    '/a/',
    '/a/../b',
    '/./a',
    '/**',
    '/**/',
    '/a/**/b',
    '/**/**/a',
    '/**/..',
    '/a?',
    '/[a]',
    '/{a,b}',
    '!/a',
    '/a ',
    '/ a',
    '/a\\*',
    '//a',
    '/ä',
  ])('has not %j in its grammar', (pattern) => {
    expect(isExclusionPattern(pattern)).toBe(false)
  })
})

describe('a lock of a program', () => {
  const match = createMatcher(exclusions)

  it.each([
    '.config/BraveSoftware/Brave-Browser/SingletonLock',
    '.config/google-chrome/SingletonCookie',
    '.var/app/com.google.Chrome/config/google-chrome/SingletonLock',
    'snap/chromium/common/chromium/SingletonLock',
    'work-chrome/SingletonSocket',
    'snap/firefox/common/.mozilla/firefox/x.default/lock',
    'snap/firefox/common/.mozilla/firefox/x.default/.parentlock',
    '.var/app/org.mozilla.firefox/.mozilla/firefox/x.default/lock',
    'snap/thunderbird/common/.thunderbird/x.default/lock',
    '.var/app/io.gitlab.librewolf-community/.librewolf/x.default/lock',
    '.zen/abc.Default/lock',
    'profiles/work/.parentlock',
    '.config/JetBrains/IntelliJIdea2026.1/.lock',
    '.var/app/com.jetbrains.IntelliJ-IDEA-Community/config/JetBrains/IdeaIC2026.1/.lock',
    '.config/Google/AndroidStudio2026.1/.lock',
    'eclipse-workspace/.metadata/.lock',
    'Documents/.~lock.letter.odt#',
    '.var/app/org.libreoffice.LibreOffice/config/libreoffice/4/.lock',
    '.gnupg/public-keys.d/pubring.db.lock',
    '.gnupg/public-keys.d/.#lk0x000055d6f3.p17.1587',
    '.gnupg/pubring.kbx.lock',
    '.gnupg/trustdb.gpg.lock',
    '.gnupg/gnupg_spawn_keyboxd_sentinel.lock',
    'keys/work/trustdb.gpg.lock',
    'Documents/passwords.kdbx.lock',
    'Documents/.passwords.kdbx.lock',
    'blog/tmp/pids/server.pid',
    'postgres/data/postmaster.pid',
    '.var/app/com.visualstudio.code/config/Code/code.lock',
  ])('stays: %s', (path) => {
    expect(left(match, `alice/${path}`)).toBe('lock')
  })

  it.each([
    'Documents/lock',
    'project/.lock',
    'project/Cargo.lock',
    'project/yarn.lock',
    '.config/nixpkgs/flake.lock',
    '.config/flake.lock',
    'notes/.plan.md.swp',
    'notes/.#plan.md.1.2',
    'src/SingletonLock.java',
    'src/.metadata/lock',
    '.config/google-chrome/Default/Bookmarks',
    '.config/JetBrains/IntelliJIdea2026.1/options/editor.xml',
    '.config/libreoffice/4/user/registrymodifications.xcu',
    'snap/firefox/common/.mozilla/firefox/x.default/places.sqlite',
    '.gnupg/public-keys.d/pubring.db',
    '.gnupg/gpg.conf',
    'Documents/passwords.kdbx',
    'blog/tmp/pids/.keep',
  ])('is not %s, which travels', (path) => {
    expect(left(match, `alice/${path}`)).toBeUndefined()
  })
})

describe('what one laptop is to others, and what is built into it', () => {
  const match = createMatcher(exclusions)

  it.each([
    ['.config/kdeconnect/privateKey.pem', 'identity'],
    ['.config/gsconnect/private.pem', 'identity'],
    ['.var/app/ca.andyholmes.Valent/config/valent/private.pem', 'identity'],
    ['.local/share/org.localsend.localsend_app/shared_preferences.json', 'identity'],
    ['.config/chrome-remote-desktop/host#abc.json', 'identity'],
    ['.local/share/gnome-remote-desktop/rdp-tls.key', 'identity'],
    ['.config/rustdesk/RustDesk.toml', 'identity'],
    ['.var/app/org.signal.Signal/config/Signal/sql/db.sqlite', 'identity'],
    ['snap/telegram-desktop/common/.local/share/TelegramDesktop/tdata', 'identity'],
    ['.dropbox/instance1/config.dbx', 'identity'],
    ['Nextcloud/.sync_0a1b2c.db', 'identity'],
    ['Nextcloud/.sync_0a1b2c.db-wal', 'identity'],
    ['.config/Code/machineid', 'identity'],
    ['.vscode/cli/code_tunnel.json', 'identity'],
    ['.config/sops/age/keys.txt', 'key'],
    ['.android/adbkey', 'key'],
    ['.config/credstore.encrypted/mail', 'key'],
    ['.google_authenticator', 'key'],
    ['.config/monitors.xml', 'hardware'],
    ['.local/share/kscreen/0a1b2c', 'hardware'],
    ['.config/pulse/0a1b2c-device-volumes.tdb', 'hardware'],
    ['.local/share/baloo/index', 'cache'],
    ['.var/app/com.google.Chrome/config/google-chrome/Default/GPUCache/index', 'cache'],
  ])('stays: %s', (path, kind) => {
    expect(left(match, `alice/${path}`)).toBe(kind)
  })

  it.each([
    '.local/share/keyrings/login.keyring',
    '.local/share/kwalletd/kdewallet.kwl',
    '.config/rustdesk/RustDesk2.toml',
    '.anydesk/user.conf',
    '.config/Code/User/settings.json',
    '.config/Nextcloud/nextcloud.cfg',
    '.config/onedrive/config',
    '.vscode/argv.json',
    '.config/pulse/default.pa',
    '.config/pipewire/pipewire.conf.d/mine.conf',
    '.config/autorandr/home/config',
    '.config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml',
    '.docker/config.json',
    'Dropbox/plan.md',
    '.config/discord/Local Storage/leveldb/000003.log',
  ])('is not %s, which travels', (path) => {
    expect(left(match, `alice/${path}`)).toBeUndefined()
  })
})

describe('homes that lie deeper', () => {
  it('have the rules of every home, or are left out whole where those cannot name them', () => {
    const { rules, unnamed } = exclusionsFor(['/root', '/home/bob', '/home/CORP/alice/', '/home/CORP/Zoë'], '/home')
    expect(rules.map(({ pattern }) => pattern)).toContain('/CORP/alice/.ssh/id_*')
    expect(rules.filter(({ pattern }) => pattern.startsWith('/bob'))).toEqual([])
    expect(unnamed).toEqual(['CORP/Zoë'])
  })
})
