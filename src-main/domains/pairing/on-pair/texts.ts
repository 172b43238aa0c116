/** What pairing says. */
import type { PairingFinding } from '../../../contract/pairing-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { formatDuration } from '../../../kernel/units.ts'

export const cannotLook: ErrorText = {
  message: 'One of the laptops did not say what it has.',
  hint: 'pc-switcher needs Debian 12 or later, or Ubuntu 24.04 or later, on both. The details say what was missing.',
}

export const noOwnKey: ErrorText = {
  message: 'This laptop has no SSH server yet.',
  hint: 'Run "sudo apt install openssh-server", then try again.',
}

export const blocked = (text: string, hint: string): ErrorText => ({ message: text, hint })

export const notPairedHere: ErrorText = {
  message: 'This laptop is not paired.',
  hint: 'Pair it with: pc-switcher pair HOST. Where it was set up alone, that goes with: pc-switcher unpair --here',
}

export const noRoot = (name: string): ErrorText => ({
  message: `pc-switcher could not get root rights on ${name}.`,
  hint: `Check on ${name} that "sudo true" works for your account, then try again.`,
})

/** sudoers(5): `Defaults requiretty`. */
export const rootNeedsTerminal = (name: string): ErrorText => ({
  message: `sudo on ${name} starts nothing without a terminal ("Defaults requiretty").`,
  hint: `On ${name}: find that line with "sudo grep -r requiretty /etc/sudoers /etc/sudoers.d", and take it out with visudo. Once both laptops are paired, it may come back.`,
})

export const noAnswer = (name: string): ErrorText => ({
  message: `${name} was not set up: its answer is unreadable.`,
  hint: 'Try again. If it happens again, install the same version of pc-switcher on both laptops yourself.',
})

export const onLaptop = (name: string, message: string): string => `On ${name}: ${message}`

export const notInstalled = (name: string): ErrorText => ({
  message: `The package of pc-switcher could not be installed on ${name}.`,
  hint: `Run "sudo apt update" and "sudo apt --fix-broken install" on ${name}, then pair again.`,
})

export const notSent = (name: string): ErrorText => ({
  message: `The package of pc-switcher did not reach ${name} whole.`,
  hint: `Check that the home folder on ${name} has 200 MB of free space, then try again.`,
})

export const notStarted = (name: string): ErrorText => ({
  message: `Everything is set up, but pc-switcher did not start on ${name}.`,
  hint: `Log in on ${name} and run "systemctl --user start pc-switcher".`,
})

export const otherHostKeys: ErrorText = {
  message: 'The other laptop shows one host key and has another.',
  hint: 'Something stands between the laptops. Connect them directly, then compare the fingerprints again.',
}

export const sameIdentity = (name: string): ErrorText => ({
  message: `Both laptops are the same one for pc-switcher, "${name}", as copied systems are.`,
  hint: 'On the one whose copies on other disks matter less: sudo rm /var/lib/pc-switcher/root/identity.json, then pair again. What it copied until then counts as the copies of another laptop.',
})

const refused = (text: string, hint: string): PairingFinding => ({ verdict: 'refused', text, hint })
const told = (text: string, hint: string): PairingFinding => ({ verdict: 'told', text, hint })

export const findings = {
  sameLaptop: refused('This is the laptop that you sit at.', 'Give the name or the address of the other one.'),
  sameMachineId: refused(
    'Both laptops have the same machine ID, as copied systems do.',
    'On one of them: sudo rm /etc/machine-id && sudo systemd-machine-id-setup, then restart it.',
  ),
  sameName: (name: string): PairingFinding =>
    refused(`Both laptops are named ${name}.`, 'On one of them: sudo hostnamectl set-hostname OTHER-NAME'),
  root: refused('pc-switcher is for a person, not for root.', 'Pair with your own account on both laptops.'),
  otherUser: (here: string, there: string): PairingFinding =>
    refused(
      `You are ${here} here and ${there} there.`,
      `Sign in as ${here}@HOST. If that account is missing: sudo adduser ${here} && sudo adduser ${here} sudo`,
    ),
  otherIds: (
    name: string,
    user: string,
    { uid, gid }: { readonly uid: number; readonly gid: number },
  ): PairingFinding =>
    refused(
      `${user} has other numbers on ${name}.`,
      `Log out there, then as root: usermod --uid ${uid} ${user} && groupmod --gid ${gid} ${user}`,
    ),
  noApt: (name: string): PairingFinding =>
    refused(`${name} has no apt.`, 'pc-switcher needs Debian 12 or later, or Ubuntu 24.04 or later, on both laptops.'),
  otherRelease: (name: string, system: string): PairingFinding =>
    told(
      `${name} has ${system}, which pc-switcher is not made for.`,
      'It is made for Debian 12 and 13 and Ubuntu 24.04.',
    ),
  otherArchitecture: (name: string, architecture: string): PairingFinding =>
    refused(
      `${name} is another kind of computer (${architecture}), so this laptop's package does not fit.`,
      `Install pc-switcher-headless for ${architecture} there, in the same version as here, then pair again.`,
    ),
  newerThere: (name: string, version: string): PairingFinding =>
    refused(`${name} has a newer version of pc-switcher (${version}).`, 'Install that version here, then pair again.'),
  noPackageHere: refused(
    'pc-switcher is not installed as a package on this laptop.',
    'Install pc-switcher-headless here with apt, then pair again.',
  ),
  noBtrfs: (name: string): PairingFinding =>
    refused(
      `The system of ${name} is not on btrfs.`,
      'pc-switcher takes a snapshot of both laptops before each switch. It works only where / and /home are on btrfs.',
    ),
  homeIsLink: (name: string, target: string): PairingFinding =>
    refused(
      `/home of ${name} is a link to ${target}.`,
      `On ${name}: mount a btrfs subvolume at /home in /etc/fstab instead, with what is in ${target} now, and restart it.`,
    ),
  noSshd: (name: string): PairingFinding =>
    refused(`${name} has no SSH server.`, `On ${name}: sudo apt install openssh-server`),
  sshdBroken: (name: string): PairingFinding =>
    refused(
      `The SSH server of ${name} does not accept its own configuration.`,
      `On ${name}: run "sudo sshd -t", and repair what it names.`,
    ),
  sshdWithoutFolder: (name: string): PairingFinding =>
    refused(
      `The SSH server of ${name} does not read /etc/ssh/sshd_config.d, where pc-switcher puts its settings.`,
      `On ${name}: sudo sed -i "1i Include /etc/ssh/sshd_config.d/*.conf" /etc/ssh/sshd_config && sudo systemctl reload ssh`,
    ),
  sshdAllows: (name: string, setting: string, patterns: string): PairingFinding =>
    refused(
      `The SSH server of ${name} would not let pc-switcher in (${setting} ${patterns}).`,
      `On ${name}: echo "${setting} pc-switcher" | sudo tee /etc/ssh/sshd_config.d/20-allow-pc-switcher.conf && sudo systemctl reload ssh`,
    ),
  sshdDenies: (name: string, setting: string, pattern: string): PairingFinding =>
    refused(
      `The SSH server of ${name} would not let pc-switcher in (${setting} ${pattern}).`,
      `On ${name}: find the line with "sudo grep -rn ${setting} /etc/ssh", remove ${pattern} from it, then: sudo systemctl reload ssh`,
    ),
  sshdOverridden: (name: string): PairingFinding =>
    refused(
      `Another "Match" in the configuration of the SSH server of ${name} comes before the one of pc-switcher.`,
      `On ${name}: find it with "sudo grep -rn Match /etc/ssh", and move it below the line Include of /etc/ssh/sshd_config.`,
    ),
  clock: (name: string, aheadMs: number): PairingFinding =>
    told(
      `The clock of ${name} is ${formatDuration(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead' : 'behind'}.`,
      'Turn on automatic time on both: sudo timedatectl set-ntp true',
    ),
  pairedWith: (name: string, peer: string): PairingFinding =>
    refused(
      `${name} is already paired with ${peer}.`,
      `pc-switcher connects two laptops. Run "pc-switcher unpair" on ${name} first.`,
    ),
  pairedWithOther: (name: string, peer: string): PairingFinding =>
    refused(
      `${name} is already paired with another laptop that is called ${peer} too: this one has other keys.`,
      `If ${peer} was installed anew, run "pc-switcher unpair --here" on ${name} first, then pair again.`,
    ),
} as const

export const plan = {
  install: (version: string, missing: readonly string[]): string =>
    missing.length === 0
      ? `The package pc-switcher-headless ${version} is installed.`
      : `The package pc-switcher-headless ${version} is installed, with what it needs: ${missing.join(', ')}.`,
  account: (peer: string): string =>
    `The package makes an account pc-switcher, to which only the key of ${peer} can sign in (/etc/ssh/sshd_config.d/10-pc-switcher.conf).`,
  update: (from: string, to: string): string => `The package pc-switcher-headless is updated (${from} to ${to}).`,
  key: 'A key for the other laptop is made in /var/lib/pc-switcher/app.',
  door: (peer: string): string =>
    `${peer} may start the agent of pc-switcher as root: its key is added to /etc/pc-switcher.`,
  sudo: (user: string): string =>
    `${user} may start the agent without a password (/etc/sudoers.d/zz-pc-switcher-person).`,
  etckeeper: 'etckeeper begins to keep the history of /etc.',
  state:
    '/var/lib/pc-switcher becomes a btrfs subvolume of its own (@pc-switcher in /etc/fstab), so that it stays when the system is rolled back. What it holds is kept.',
  home: 'At its next start, /home becomes a btrfs subvolume of its own (@home in /etc/fstab). No file is copied or changed; what /home was before is deleted once both were compared.',
  app: 'pc-switcher starts when you log in (the user service pc-switcher).',
} as const

export const work = {
  pairing: (here: string, there: string): string => `Pair ${here} and ${there}`,
  settingUp: (here: string): string => `Set ${here} up without another laptop`,
  unpairing: 'Unpair the laptops',
  pack: 'Making the package',
  send: (name: string): string => `Sending the package to ${name}`,
  install: (name: string): string => `Installing the package on ${name}`,
  prepare: 'Making the keys',
  join: (name: string): string => `Setting up ${name}`,
  start: 'Starting pc-switcher on both laptops',
  leave: (name: string): string => `Removing what pairing made on ${name}`,
} as const
