/** What is one laptop's own: its private keys, what it is to others, and settings of what is built into it. */
import { rules, type Exclusion } from './exclusion.ts'

export const keys: readonly Exclusion[] = [
  // A private key stays on the laptop it was made on.
  ...rules('key', [
    '.ssh/id_*',
    '.gnupg/private-keys-v1.d',
    '.gnupg/secring.gpg*',
    '.gnupg/openpgp-revocs.d',
    '.gnupg/random_seed',
    '.config/sops/age',
    '.config/age',
    '.age',
    '.minisign',
    '.android/adbkey', // a phone that trusts one laptop trusts one laptop
    '.android/adbkey.pub',
  ]),
  // It was sealed by the chip or by a key of this laptop's system: nobody else can open it.
  ...rules('key', ['.tpm2_pkcs11', '.local/share/tpm2-pkcs11', '.config/credstore.encrypted', '.identity']),
  // A copy of these could lock the person out, or let somebody in.
  ...rules('key', [
    '.ssh/authorized_keys*',
    '.ssh/known_hosts*',
    '.ssh/environment',
    '.k5login',
    '.k5users',
    '.rhosts',
    '.shosts',
    '.google_authenticator', // codes at sign-in
    '.config/Yubico/u2f_keys', // keys at sign-in
    '.yubico', // changes with every sign-in
  ]),
]

/**
 * As what others know this laptop. A login that two programs may use at once (a browser's, a shop's, a keyring) is the person's
 * and travels. What a service takes for one device, and throws out or garbles when two use it, stays: there is one for each laptop.
 */
export const identities: readonly Exclusion[] = [
  // Networks of one's own: two laptops with one identity throw each other out.
  ...rules('identity', [
    '.tailscale',
    '.config/tailscale',
    '.local/share/tailscale',
    '.local/state/tailscale',
    'snap/tailscale',
  ]),
  ...rules('identity', ['.config/netbird', '.zeroTierOneAuthToken']),
  // What a phone or another computer was paired with: certificate and private key.
  ...rules('identity', [
    '.config/kdeconnect',
    '.config/gsconnect',
    '.config/valent',
    '.local/share/org.localsend.localsend_app',
  ]),
  ...rules('identity', ['.local/share/barrier/SSL', '.local/share/input-leap/SSL', '.config/Deskflow/tls']),
  // By which this laptop is reached from afar: its number, its key, its certificate.
  ...rules('identity', [
    '.config/chrome-remote-desktop',
    '.local/share/gnome-remote-desktop',
    '.local/share/krdpserver',
  ]),
  ...rules('identity', ['.config/rustdesk/RustDesk.toml', '.anydesk/service.conf', '.anydesk/system.conf']),
  ...rules('identity', ['.vscode/cli/code_tunnel.json', '.vscode/cli/token.json', '.config/*/machineid']),
  // End-to-end encrypted chats: one ratchet for each device, and a copy of it breaks all chats. Each laptop is linked once.
  ...rules('identity', [
    '.config/Signal',
    '.config/Signal Beta',
    '.config/Element',
    '.config/Element-Nightly',
    '.config/Wire',
  ]),
  ...rules('identity', ['.local/share/fractal', '.local/share/nheko', '.config/nheko', '.config/SchildiChat']), // Matrix
  ...rules('identity', ['.local/share/dino', '.local/share/gajim', '.config/gajim']), // XMPP, with OMEMO
  ...rules('identity', ['.local/share/TelegramDesktop']), // thrown out where two use one key
  // Clients of storage: their number, and a list of inodes of this disk. Settings beside it travel where they are apart.
  ...rules('identity', [
    '.dropbox',
    '.config/Insync',
    '.local/share/data/Mega Limited',
    '.pcloud',
    '.SynologyDrive',
    '.ccnet',
  ]),
  ...rules('identity', ['.config/onedrive/items.sqlite3*', '.local/share/maestral', '.config/resilio-sync']),
  ...rules('identity', ['**/.sync_*.db', '**/.sync_*.db-wal', '**/.sync_*.db-shm', '**/.seafile-data']), // Nextcloud; Seafile
  // The machine of Docker Desktop.
  ...rules('identity', ['.docker/desktop']),
]

/** A link to one of these, as in a repository of dotfiles, means no more than itself: nothing here is a secret. */
export const hardware: readonly Exclusion[] = [
  // Screens: which there are, and how they stand.
  ...rules('hardware', [
    '.config/monitors.xml',
    '.config/monitors.xml~',
    '.config/cinnamon-monitors.xml',
    '.config/xfce4/xfconf/xfce-perchannel-xml/displays.xml',
    '.config/kwinoutputconfig.json',
    '.local/share/kscreen',
    '.local/state/cosmic-comp',
    '.nvidia-settings-rc',
  ]),
  // Sound: devices, their volumes, and the cookie of one session.
  ...rules('hardware', [
    '.config/pulse/cookie',
    '.config/pulse/*-*', // its name begins with the machine's id; default.pa and the like are the person's
    '.pulse-cookie',
    '.local/state/wireplumber',
    '.local/state/pipewire',
  ]),
]
