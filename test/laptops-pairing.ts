/** Two practice laptops that nobody has paired, as alice pairs them: she sits at p17, and is not logged in on xps. */
import { packageOnP17 } from '../practice/bring-product.ts'
import { execOn } from '../practice/pair.ts'
import type { Host } from '../practice/layout.ts'
import { findPair } from '../practice/pair-state.ts'
import { shellOn } from './laptops-agents.ts'
import { testPair } from './laptops-pair.ts'
import { pcSwitcher, until, type Told } from './laptops-product.ts'

/** A word that is nowhere else. */
export const password = 'planted-horse-17'

/** Names and kinds of all that a system has outside of what people and logs write, and of what packages and snapshots do. */
const passedOver = [
  ...['/etc/.git', '/usr/share/mime', '/var/lib/dpkg', '/var/lib/apt', '/var/lib/libvirt/images'],
  // The person's: `ownOf`.
  '/var/lib/pc-switcher',
]
const listing = [
  `find /etc /usr /var/lib /var/cache -xdev \\( -name __pycache__ ${passedOver.map((at) => `-o -path '${at}'`).join(' ')} \\) -prune -o -printf "%p %y %m %u\\n"`,
  // systemd makes it for the first timer of anybody.
  'grep -v "^/var/lib/systemd/timers d "',
  'sort',
]
/** What is left of pc-switcher: history and snapshots. */
export async function ownOf(host: Host): Promise<readonly string[]> {
  const list = 'test ! -d /var/lib/pc-switcher || find /var/lib/pc-switcher -mindepth 1 -printf "%P\\n" | sort'
  return (await shellOn(host, list)).split('\n').filter((line) => line !== '')
}

// A session whose link was cut stands there until sshd notices.
const units = 'systemctl list-unit-files --no-legend | cut -d" " -f1 | grep -v "^session-.*\\.scope$" | sort'
const accounts = 'cut -d: -f1 /etc/passwd /etc/group | sort'

export async function systemOf(host: Host) {
  return {
    files: (await shellOn(host, listing.join(' | '))).split('\n'),
    units: (await shellOn(host, units)).split('\n'),
    accounts: (await shellOn(host, accounts)).split('\n'),
    rights: await shellOn(host, 'cat /etc/sudoers /etc/sudoers.d/* | sha256sum; sshd -T | sha256sum'),
    // What becomes of /home stays.
    mounts: await shellOn(host, "sed '/ \\/home /d' /etc/fstab; findmnt -rno TARGET,FSROOT | grep '^/var' | sort"),
  }
}

export async function addressOfXps(): Promise<string> {
  return (await findPair(testPair))?.laptops.xps.address ?? ''
}

export async function fingerprintOf(host: Host): Promise<string> {
  return (await shellOn(host, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub | cut -d" " -f2')).trim()
}

export async function installOnP17(): Promise<void> {
  await shellOn('p17', `DEBIAN_FRONTEND=noninteractive apt-get -qq -y install ${packageOnP17} >/dev/null 2>&1`)
}

/** With what else is said to it, "--yes" for example. */
export async function pairWith(...words: readonly string[]): Promise<Told> {
  const known = ['--password-stdin', '--fingerprint', await fingerprintOf('xps')]
  return pcSwitcher('p17', ['pair', `alice@${await addressOfXps()}`, ...known, ...words], `${password}\n`)
}

/** It ends a moment after it was unpaired. */
export async function appHasEnded(host: Host): Promise<void> {
  await until('the app has ended', async () => {
    const { exitCode } = await execOn(host, ['pgrep', '-f', '/usr/lib/pc-switcher/app.cjs serve'], { name: testPair })
    return exitCode === 1
  })
}

/** Does nothing where the package never was. */
export async function purge(host: Host): Promise<void> {
  await appHasEnded(host)
  await shellOn(
    host,
    `dpkg-query --show pc-switcher-headless >/dev/null 2>&1 || exit 0
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y purge pc-switcher-headless >/dev/null 2>&1`,
  )
}
