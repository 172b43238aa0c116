/** What people do to /etc: change what a package shipped, add files of their own, keep secrets there. */
import { readFile, symlink } from 'node:fs/promises'
import path from 'node:path'
import type { Host, Laptop } from './layout.ts'
import { runOffline } from './offline.ts'
import { put } from './put.ts'
import { randomBytesOf } from './random.ts'

/** Starts a new history of /etc, because that of the image would be the same on both. */
export async function startEtckeeper(laptop: Laptop): Promise<void> {
  await runOffline('start the history of /etc', laptop, [
    'sh',
    '-c',
    'rm -rf /etc/.git && etckeeper init && git -C /etc config user.name root && git -C /etc config user.email "root@$1" && etckeeper commit "As installed"',
    'sh',
    laptop.host,
  ])
}

export async function fillEtc(laptop: Laptop): Promise<void> {
  await changeConffiles(laptop)
  await addFiles(laptop)
  await addSecrets(laptop)
  await runOffline('record the changes of /etc', laptop, ['etckeeper', 'commit', 'Made it mine'])
}

async function append(laptop: Laptop, file: string, text: string): Promise<void> {
  const before = await readFile(path.join(laptop.root, file), 'utf8')
  await put(laptop, file, `${before}${text}`)
}

/** Some changed on one laptop only, one changed in two ways, the rest as shipped. */
async function changeConffiles(laptop: Laptop): Promise<void> {
  const tabSize: Record<Host, number> = { p17: 4, xps: 2 }
  await append(laptop, '/etc/nanorc', `\nset tabsize ${tabSize[laptop.host]}\nset autoindent\n`)
  if (laptop.host === 'xps') return
  await put(laptop, '/etc/practice-editor/editor.conf', 'theme = dark\ntab-width = 4\nwrap = true\nfont = Iosevka\n')
  await put(laptop, '/etc/default/practice-service', '# Options of practice-service.\nINTERVAL=15\n')
  await append(laptop, '/etc/security/limits.conf', '\nalice            soft    nofile          65536\n')
  await append(laptop, '/etc/skel/.bashrc', "\nalias ll='ls -l'\n")
}

async function addFiles(laptop: Laptop): Promise<void> {
  const added = laptop.host === 'p17' ? addedOnP17 : addedOnXps
  for (const [file, text] of Object.entries({ ...addedOnBoth, ...added })) await put(laptop, file, text)
  if (laptop.host !== 'p17') return
  await put(laptop, '/etc/practice notes/räume & "orte".conf', 'a name with spaces, quotes and an umlaut\n', {
    mode: 0o640,
  })
  await put(laptop, '/etc/cron.d/practice', '# m h dom mon dow user command\n#0 5 * * 1 alice true\n')
  await symlink('../profile.d/practice.sh', path.join(laptop.root, 'etc/practice notes/current.sh'))
}

const addedOnBoth = {
  '/etc/default/keyboard': 'XKBMODEL="pc105"\nXKBLAYOUT="de"\nXKBVARIANT="nodeadkeys"\n',
  '/etc/udev/rules.d/70-headset.rules': 'ACTION=="add", SUBSYSTEM=="usb", ATTR{idVendor}=="1b1c", MODE="0660"\n',
}

const addedOnP17 = {
  '/etc/profile.d/practice.sh': 'export EDITOR=practice-editor\n',
  '/etc/modprobe.d/audio.conf': 'options snd_hda_intel power_save=0\n',
  '/etc/sysctl.d/90-practice.conf': '# Fewer surprises with many open files.\n-fs.inotify.max_user_watches = 524288\n',
  '/etc/systemd/system/backup-notes.service':
    '[Unit]\nDescription=Copies the notes away\n\n[Service]\nType=oneshot\nExecStart=/bin/true\n\n[Install]\nWantedBy=multi-user.target\n',
  '/etc/apt/preferences.d/practice': 'Package: practice-frozen\nPin: version 1.0\nPin-Priority: 1001\n',
  '/etc/fonts/local.conf': '<?xml version="1.0"?>\n<fontconfig></fontconfig>\n',
}

const addedOnXps = {
  '/etc/profile.d/touchpad.sh': '# natural scrolling\nexport XPS_TOUCHPAD=natural\n',
  '/etc/modprobe.d/audio.conf': 'options snd_hda_intel power_save=1\n',
}

/** Each laptop has its own, and none may ever cross. */
async function addSecrets(laptop: Laptop): Promise<void> {
  const secret = (purpose: string) => randomBytesOf(`${laptop.host} ${purpose}`, 32).toString('base64')
  const network = laptop.host === 'p17' ? 'Home WiFi' : 'Office'
  await put(
    laptop,
    `/etc/NetworkManager/system-connections/${network}.nmconnection`,
    `[connection]\nid=${network}\ntype=wifi\n\n[wifi]\nssid=${network}\n\n[wifi-security]\nkey-mgmt=wpa-psk\npsk=${secret('wifi')}\n`,
    { mode: 0o600 },
  )
  await put(
    laptop,
    '/etc/wireguard/wg0.conf',
    `[Interface]\nAddress = 10.9.0.${laptop.host === 'p17' ? 2 : 3}/32\nPrivateKey = ${secret('wireguard')}\n`,
    { mode: 0o600 },
  )
  await put(
    laptop,
    '/etc/ssl/private/local.key',
    `-----BEGIN PRIVATE KEY-----\n${secret('tls')}\n-----END PRIVATE KEY-----\n`,
    { mode: 0o600 },
  )
}
