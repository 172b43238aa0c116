/** Makes a laptop of the common image: its name, identity, network, person, and the silence of timers. */
import { randomBytes } from 'node:crypto'
import { readdir, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { subvolumesOf, type Beginning } from './disk.ts'
import { person, type Laptop, type Pair } from './layout.ts'
import { runOffline } from './offline.ts'
import { put } from './put.ts'
import { run } from './run.ts'

/** Units that would wake up in the middle of a test and change packages, /etc or the disk; or slow the boot. */
// prettier-ignore
const masked = [
  'apt-daily.timer', 'apt-daily-upgrade.timer', 'etckeeper.timer', 'fstrim.timer', 'e2scrub_all.timer', 'e2scrub_reap.service',
  'dpkg-db-backup.timer', 'systemd-networkd-wait-online.service', 'man-db.timer', 'systemd-firstboot.service',
  'systemd-hwdb-update.service', 'systemd-pcrmachine.service', 'systemd-udev-trigger.service', 'systemd-udevd.service',
  'systemd-udevd-kernel.socket', 'systemd-udevd-control.socket', 'console-getty.service', 'getty.target',
  'systemd-update-utmp.service', 'systemd-modules-load.service', 'ldconfig.service', 'systemd-journal-catalog-update.service',
]

/** It shares its kernel with the machine it runs on, which would go to sleep with it. */
const sleepUnits = ['suspend.target', 'hibernate.target', 'hybrid-sleep.target', 'suspend-then-hibernate.target']

/** Of laptops that nobody has paired yet. */
export const deskUnit = 'practice-desk.service'

interface Furnishing extends Beginning {
  readonly fileSystemUuid: string
}

export async function furnishSystem(pair: Pair, laptop: Laptop, furnishing: Furnishing): Promise<void> {
  await writeIdentity(pair, laptop, furnishing)
  await writeNetwork(laptop)
  await maskNoise(laptop)
  await addPerson(laptop)
  // A person who lingers is as good as logged in. One who pairs laptops does not, and sits at one of them.
  if (!furnishing.unpaired) await put(laptop, `/var/lib/systemd/linger/${person}`, '')
  else await addDesk(laptop)
  await makeHostKeys(laptop)
}

/** Of its own: installing sshd made some for the system that both laptops start from. */
async function makeHostKeys(laptop: Laptop): Promise<void> {
  const folder = path.join(laptop.root, 'etc/ssh')
  for (const name of await readdir(folder)) if (name.startsWith('ssh_host_')) await rm(path.join(folder, name))
  await runOffline('make host keys', laptop, ['ssh-keygen', '-A'])
}

async function writeIdentity(pair: Pair, laptop: Laptop, furnishing: Furnishing): Promise<void> {
  const device = `UUID=${furnishing.fileSystemUuid}`
  const fstab = furnishing.inTop
    ? [`${device} / btrfs defaults 0 1`]
    : subvolumesOf(furnishing).map(
        ({ name, target, options }) => `${device} ${target} btrfs subvol=${name},${options} 0 0`,
      )
  await put(laptop, '/etc/fstab', `# <file system> <mount point> <type> <options> <dump> <pass>\n${fstab.join('\n')}\n`)
  await put(laptop, '/etc/hostname', `${laptop.host}\n`)
  await put(laptop, '/etc/machine-info', `PRETTY_HOSTNAME="${laptop.prettyName}"\nCHASSIS=laptop\n`)
  await put(laptop, '/etc/machine-id', `${randomBytes(16).toString('hex')}\n`, { mode: 0o444 })
  const others = Object.values(pair.laptops).map((one) => `${one.address} ${one.host}`)
  await put(
    laptop,
    '/etc/hosts',
    `127.0.0.1 localhost\n::1 localhost ip6-localhost\n127.0.1.1 ${laptop.host}\n\n${others.join('\n')}\n`,
  )
}

async function writeNetwork(laptop: Laptop): Promise<void> {
  await put(
    laptop,
    '/etc/systemd/network/10-link.network',
    `[Match]\nName=host0\n\n[Network]\nAddress=${laptop.address}/${laptop.prefixLength}\nLinkLocalAddressing=no\nIPv6AcceptRA=no\nLLDP=no\nEmitLLDP=no\n`,
  )
  await put(laptop, '/etc/resolv.conf', '# No name service on a practice laptop.\n')
  await runOffline('switch the network on', laptop, ['systemctl', 'enable', 'systemd-networkd.service', 'ssh.service'])
}

async function maskNoise(laptop: Laptop): Promise<void> {
  const folder = path.join(laptop.root, 'etc/systemd/system')
  for (const unit of [...masked, ...sleepUnits]) {
    const link = path.join(folder, unit)
    await run('make room for a mask', ['rm', '-rf', '--', link])
    await symlink('/dev/null', link)
  }
}

async function addPerson(laptop: Laptop): Promise<void> {
  await runOffline('add the person', laptop, [
    'useradd',
    '--create-home',
    '--uid',
    '1000',
    '--user-group',
    '--groups',
    'sudo',
    '--shell',
    '/bin/bash',
    '--comment',
    'Alice Example',
    person,
  ])
  await runOffline('give the person a password', laptop, ['chpasswd'], { input: `${person}:practice\n` })
}

/** The person is logged in while it runs: from the start on p17, and on xps when somebody starts it. */
async function addDesk(laptop: Laptop): Promise<void> {
  const session = `User=${person}\nPAMName=login\nEnvironment=XDG_SESSION_CLASS=user\nExecStart=/usr/bin/sleep infinity`
  await put(
    laptop,
    `/etc/systemd/system/${deskUnit}`,
    `[Unit]\nDescription=Somebody sits at this laptop\nAfter=systemd-user-sessions.service dbus.service\n\n[Service]\n${session}\n\n[Install]\nWantedBy=multi-user.target\n`,
  )
  if (laptop.host === 'p17') await runOffline('sit down at p17', laptop, ['systemctl', 'enable', deskUnit])
}
