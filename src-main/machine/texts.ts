/** What is said when a machine cannot be asked. */
import type { ErrorText } from '../kernel/app-error.ts'
import { sshAlgorithms, usualAlgorithm, type SshAlgorithmSetting } from '../kernel/ssh-algorithms.ts'
import { formatDuration } from '../kernel/units.ts'

/** `title` of a verb: "list the snapshots". */
export const invalidInput = (title: string): ErrorText => ({ message: `Invalid input: can't ${title}.` })

/** `title` of a verb: "list the snapshots". */
export const unreadableAnswer = (title: string): ErrorText => ({
  message: `The answer of the agent can't be read: can't ${title}.`,
  hint: 'Install the same version on both laptops, then try again.',
})

export const noAnswer = (seconds: number): ErrorText => ({
  message: `The agent did not answer within ${seconds} seconds.`,
  hint: 'Check that the laptop is awake and reachable, then try again.',
})

export const noMessage: ErrorText = {
  message: 'The connection to an agent was ended: what it sent is no message.',
  hint: 'Install the same version on both laptops, then try again.',
}

/** `title` of a verb: "list the snapshots". */
export const hung = (label: string, title: string, silentMs: number): ErrorText => ({
  message: `${label} could not ${title}: no progress for ${formatDuration(silentMs)}.`,
  hint: `It was stopped, and nothing is lost. Check whether a disk or a network folder of ${label} hangs, then try again or resume.`,
})

export const otherVersion = (label: string, version: string): ErrorText => ({
  message: `${label} has another version of pc-switcher (${version}).`,
  hint: 'Install the same version on both laptops.',
})

export const refusedInPlan = (title: string, label: string): ErrorText => ({
  message: `Planning changes nothing, so "${title}" was refused on ${label}.`,
  hint: 'This is a bug in pc-switcher. Report it with the details.',
})

export const wrongHostKey = (address: string, name: string): ErrorText => ({
  message: `The laptop at ${address} is not the ${name} that was paired.`,
  hint: `${name} may be off, and its address given to another device. If ${name} was reinstalled, pair the laptops again.`,
})

/** `known`: what was found there when it last let us in, "XPS 13 refuses the account of pc-switcher: AllowUsers alice in …". */
export const refusesUs = (name: string, known: string | undefined): ErrorText => ({
  message: `${known ?? `${name} refuses the account of pc-switcher`}.`,
  hint: `On ${name}, run "pc-switcher doctor": it names what keeps this laptop out, and what to do there. If it names nothing, pair the laptops again.`,
})

/** It closed the connection before anybody could sign in. */
export const turnsUsAway = (name: string): ErrorText => ({
  message: `${name} answers, and closes every connection from here.`,
  hint: `On ${name}, look into /etc/hosts.deny and /etc/hosts.allow, and run "pc-switcher doctor". If it has just started, or several sign-ins failed, wait a minute.`,
})

/** Before anybody could sign in. `name`: of the laptop, or its address. */
export const nothingInCommon = (name: string, setting: SshAlgorithmSetting): ErrorText => ({
  message: `The SSH server of ${name} offers nothing that pc-switcher has: ${setting}.`,
  hint: `On ${name}, find the line with "sudo grep -ri ${setting} /etc/ssh", add ${usualAlgorithm[setting]} to it, then "sudo systemctl reload ssh".`,
})

/** `said`: by ssh2. */
export const whatWeHave = (said: string, setting: SshAlgorithmSetting): string =>
  `${said}. pc-switcher has: ${sshAlgorithms[setting].join(', ')}`

export const agentRefused = (name: string): ErrorText => ({
  message: `pc-switcher may not start its agent as root on ${name}.`,
  hint: `On ${name}, run "pc-switcher doctor": it names the rule of sudo that counts instead. If it names none, reinstall pc-switcher there.`,
})

/** `file`: where the rule of sudo stands that counts instead of ours. */
export const agentRefusedHere = (file: string | undefined): ErrorText => ({
  message: 'pc-switcher may not start its agent as root on this laptop.',
  hint:
    file === undefined
      ? 'Reinstall pc-switcher and pair again: its rule in /etc/sudoers.d is missing.'
      : `Another rule of sudo counts instead of the one of pc-switcher. Change it with: sudo visudo -f ${file}`,
})

export const notAnswering = (name: string): ErrorText => ({
  message: `${name} does not answer.`,
  hint: `Check that ${name} is on, awake and on the same network. If it still isn't found, enter its address in Settings, or run pc-switcher address.`,
})

export const agentStopped: ErrorText = {
  message: 'The agent of pc-switcher on this laptop has stopped.',
  hint: 'Try again. If it happens again, report it with the details.',
}

export const otherHostKey = (address: string): ErrorText => ({
  message: `Another laptop than before answered at ${address}. Nothing was sent to it.`,
  hint: 'Compare the fingerprint on both screens again. If they differ, do not pair in this network.',
})

export const noSshThere = (address: string): ErrorText => ({
  message: `No SSH server answers at ${address}.`,
  hint: 'On the other laptop, run "sudo apt install openssh-server", and check that it is awake.',
})

export const shellLost = (address: string): ErrorText => ({
  message: `The connection to ${address} was lost.`,
  hint: 'Check that the other laptop is awake and on the same network, then do it again: it goes on from there.',
})

export const nobodyThere = (address: string): ErrorText => ({
  message: `Nothing answers at ${address}.`,
  hint: 'Check the address, and that the other laptop is on, awake and on the same network. If it has a firewall, run "sudo ufw allow ssh" there.',
})

export const unknownName = (name: string): ErrorText => ({
  message: `No network here knows the name ${name}.`,
  hint: 'Give its IP address: "hostname -I", run on the other laptop, prints it.',
})

/** OpenSSH 9.8: PerSourcePenalties. */
export const sshKeepsOut = (address: string): ErrorText => ({
  message: `The SSH server at ${address} lets nobody in from here just now.`,
  hint: 'It does so after several failed sign-ins. Wait a minute, then try again.',
})

export const pairingStopped: ErrorText = {
  message: 'Stopped before both laptops were set up.',
  hint: 'Start it again, and it goes on from there.',
}

/** `host`: as it was typed. */
export const behindAnother = (host: string): ErrorText => ({
  message: `Your settings of ssh reach ${host} through another machine or a program (ProxyJump or ProxyCommand).`,
  hint: 'Bring both laptops into one network, and type the address that the other one has there.',
})
