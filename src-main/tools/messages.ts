/** What goes wrong when a program of the system is asked. A title is what it was for (titles/messages.ts). */
import { z } from 'zod'
import { defineCatalogue, noData, problem } from '../contract/catalogue.ts'
import { messageSchema } from '../contract/message.ts'
import { generalProblems } from '../kernel/general-problems.ts'

const tryAgain = 'Free some space, then try again.'
const titled = z.object({ title: messageSchema })

export const toolsMessages = defineCatalogue('tools', {
  stopped: problem('cancelled', titled, ({ title }, tell) => ({
    message: `Stopped: ${tell(title)}.`,
    hint: 'Start it again when you are ready.',
  })),
  missing: problem('tool-missing', titled.extend({ program: z.string() }), ({ program, title }, tell) => ({
    message: `Could not ${tell(title)}: the program "${program}" is missing.`,
    hint: 'Reinstall pc-switcher, which installs the programs it needs.',
  })),
  failed: problem('tool-failed', titled, ({ title }, tell) => ({ message: `Could not ${tell(title)}.` })),
  broken: problem('tool-failed', titled, ({ title }, tell) => ({
    message: `Could not ${tell(title)}.`,
    hint: 'Try again. If it happens again, reinstall pc-switcher, which installs the programs it needs.',
  })),
  diskFull: problem('disk-full', titled, ({ title }, tell) => ({
    message: `The disk is full: could not ${tell(title)}.`,
    hint: tryAgain,
  })),
  quotaFull: problem('disk-full', titled, ({ title }, tell) => ({
    message: `A quota is used up: could not ${tell(title)}.`,
    hint: generalProblems.quotaFull.hint,
  })),
  diskReadOnly: problem('blocked', titled, ({ title }, tell) => ({
    message: `The disk is read-only: could not ${tell(title)}.`,
    hint: generalProblems.diskReadOnly.hint,
  })),
  unreadableAnswer: problem('unreadable-answer', z.object({ tool: z.string() }), ({ tool }) => ({
    message: `The answer of ${tool} is unreadable.`,
    hint: 'pc-switcher may not support this version of the program. Report it with the details.',
  })),
  serviceNotStarted: problem('tool-failed', z.object({ unit: z.string() }), ({ unit }) => ({
    message: `systemd could not start ${unit}.`,
  })),
  exchangeUnsupported: problem('tool-missing', z.object({ architecture: z.string() }), ({ architecture }) => ({
    message: `Rolling back is not supported on ${architecture}.`,
    hint: 'It works on x86_64 and arm64. Files and folders can be restored on every laptop.',
  })),
  placingUnsupported: problem('tool-missing', z.object({ architecture: z.string() }), ({ architecture }) => ({
    message: `Switching is not supported on ${architecture}.`,
    hint: 'It works on x86_64 and arm64.',
  })),
  filesNotListed: problem('tool-failed', noData, () => ({
    message: 'Some files could not be listed.',
    hint: 'The disk may be damaged: check "journalctl -k".',
  })),
  snapshotUnreadable: problem('not-verified', z.object({ name: z.string() }), ({ name }) => ({
    message: `The disk cannot read all of ${name}.`,
    hint: 'The disk is damaged: "journalctl -k" names the files. Copy what can be read to another disk.',
  })),
  libvirtSilent: problem('blocked', noData, () => ({
    message: 'libvirt does not answer.',
    hint: 'Check "systemctl status libvirtd" on that laptop, then make a new plan.',
  })),
  addressBroken: problem('invalid-configuration', noData, () => ({
    message: 'The address of the other laptop contains a line break.',
    hint: 'Pair the laptops again.',
  })),
  hostKeyChanged: problem('host-key-changed', noData, () => ({
    message: 'The other laptop is not the one that was paired.',
    hint: 'Find out why before you continue. If it was reinstalled, pair the laptops again.',
  })),
  notPaired: problem('not-paired', noData, () => ({
    message: 'The other laptop does not know this one.',
    hint: 'Pair the laptops again.',
  })),
  connectionLost: problem('unreachable', noData, () => ({
    message: 'The connection to the other laptop was lost.',
    hint: 'Check that it is on, awake and on the same network, then resume.',
  })),
  receiverFull: problem('disk-full', noData, () => ({
    message: 'The disk of the receiving laptop is full.',
    hint: 'Free some space there, then resume.',
  })),
  receiverQuotaFull: problem('disk-full', noData, () => ({
    message: 'A quota of the receiving laptop is used up. Its disk is not full.',
    hint: 'Raise the limit there, or delete files: "btrfs qgroup show -reF /home" shows both. Then resume.',
  })),
  receiverReadOnly: problem('blocked', noData, () => ({
    message: 'The disk of the receiving laptop is read-only.',
    hint: 'A disk becomes read-only when it is damaged: check "journalctl -k" there. Resume once it can be written to.',
  })),
  notAllSent: problem('transfer-failed', noData, () => ({
    message: 'Some files could not be sent to the other laptop.',
    hint: 'The details name them. Resume to try again.',
  })),
  transferRefused: problem('ticket-refused', noData, () => ({
    message: 'The other laptop refused the transfer.',
    hint: 'Start it again. Both laptops need the same version of pc-switcher.',
  })),
  packagesBusy: problem(
    'locked',
    z.object({ program: z.string().optional(), pid: z.string() }),
    ({ program, pid }) => ({
      message: `Another program (${program ?? `process ${pid}`}) is installing packages.`,
      hint: 'Wait until it has finished, then resume.',
    }),
  ),
  packagesDiskFull: problem('disk-full', noData, () => ({
    message: 'The disk is too full to install the packages.',
    hint: 'Free some space, then resume.',
  })),
  snapdSilent: problem('tool-failed', noData, () => ({
    message: 'snapd does not answer.',
    hint: 'Run "systemctl status snapd" on that laptop to see why, then try again.',
  })),
  syncthingUnavailable: problem('syncthing-unavailable', noData, () => ({
    message: 'Syncthing is not running or does not answer.',
    hint: 'Run "systemctl status pc-switcher-syncthing" on that laptop to see why, then try again.',
  })),
  syncthingRefused: problem('sync-failed', titled, ({ title }, tell) => ({
    message: `Syncthing could not ${tell(title)}.`,
    hint: 'Try again. If it happens again, report it with the details.',
  })),
  resticMissing: problem('tool-missing', noData, () => ({
    message: 'The program restic is missing.',
    hint: 'Install it with "sudo apt install restic", then try again.',
  })),
  storePassword: problem('needs-password', noData, () => ({
    message: 'The password does not open this store.',
    hint: 'It is on the recovery sheet of the place, and on the other laptop that copies to it.',
  })),
  noStore: problem('not-found', noData, () => ({
    message: 'There is no store at this place.',
    hint: 'If it is on a disk, connect the disk. If it was removed, remove the place and add it again.',
  })),
  storeLocked: problem('locked', z.object({ by: z.string() }), ({ by }) => ({
    message: by === '' ? 'Another program uses the store.' : `Another program uses the store: ${by}.`,
    hint: 'Wait until it has finished, then try again.',
  })),
  storeFull: problem('disk-full', noData, () => ({
    message: 'The place is full.',
    hint: 'Earlier copies there are whole. Free some space on it, or add a larger place.',
  })),
  storeDamaged: problem('not-verified', noData, () => ({
    message: 'The store is damaged: something in it is missing or was changed.',
    hint: 'Do not rely on it. Copy to another place now, and run "restic check --read-data" on this one to see what is affected.',
  })),
  storeFailed: problem('tool-failed', titled, ({ title }, tell) => ({
    message: `Could not ${tell(title)}.`,
    hint: 'Check that the place can be reached, then try again.',
  })),
})
