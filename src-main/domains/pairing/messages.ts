import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'

/** What the program says that sets a laptop up, as root. */
export const pairingMessages = defineCatalogue('pairing', {
  badRequest: problem('invalid-input', noData, () => ({
    message: 'pc-switcher did not understand what it should set up.',
    hint: 'Install the same version of pc-switcher on both laptops, then try again.',
  })),
  notByPerson: problem('no-sudo', z.object({ person: z.string() }), ({ person }) => ({
    message: `Only ${person} may set up pc-switcher for ${person}.`,
    hint: 'Run the command as yourself. It asks for your password when it needs root rights.',
  })),
  otherPeer: problem('blocked', z.object({ peer: z.string(), name: z.string() }), ({ peer, name }) => ({
    message: `${name} is already paired with ${peer}.`,
    hint: `pc-switcher connects two laptops. Run "pc-switcher unpair" on ${name} first.`,
  })),
  otherPerson: problem('blocked', z.object({ person: z.string(), name: z.string() }), ({ person, name }) => ({
    message: `${name} is already paired for the account "${person}".`,
    hint: `Pair as ${person}, or let ${person} run "pc-switcher unpair" first.`,
  })),
  noHostKeys: problem('invalid-configuration', noData, () => ({
    message: 'The SSH server of this laptop has no key.',
    hint: 'Run "sudo ssh-keygen -A" and "sudo systemctl restart ssh", then pair again.',
  })),
  doorOverridden: problem('blocked', noData, () => ({
    message: 'The SSH server of this laptop does not use the settings of pc-switcher (/etc/ssh/sshd_config.d).',
    hint: 'Find a "Match" that comes before them with "sudo grep -rn Match /etc/ssh", move it below the line Include of /etc/ssh/sshd_config, then pair again.',
  })),
  sudoRefuses: problem('invalid-configuration', noData, () => ({
    message: 'sudo would refuse its rules after this change, so nothing was changed.',
    hint: 'Run "sudo visudo -c" and repair what it names, then try again.',
  })),
  packageIncomplete: problem('invalid-configuration', z.object({ file: z.string() }), ({ file }) => ({
    message: `The installed package cannot be sent: ${file} is missing or was changed.`,
    hint: 'Install the package of pc-switcher again on this laptop, then pair.',
  })),
  noPackage: problem('invalid-configuration', noData, () => ({
    message: 'This laptop has no installed package of pc-switcher to send.',
    hint: 'Install pc-switcher-headless here, or install it on the other laptop yourself, then pair.',
  })),
  stateElsewhere: problem('blocked', z.object({ folder: z.string() }), ({ folder }) => ({
    message: `${folder} is on another file system than the system.`,
    hint: `Mount a btrfs subvolume of the system's file system at ${folder} in /etc/fstab, then pair again.`,
  })),
  stateNameTaken: problem('blocked', z.object({ name: z.string(), folder: z.string() }), ({ name, folder }) => ({
    message: `There is already something called ${name} at the top of the file system.`,
    hint: `Rename or delete it there, or mount it at ${folder} in /etc/fstab yourself, then try again.`,
  })),
  stateNotMounted: problem('blocked', z.object({ folder: z.string() }), ({ folder }) => ({
    message: `What belongs at ${folder} is not mounted.`,
    hint: `Run "sudo mount ${folder}", or restart the laptop, then try again.`,
  })),
  stateInUse: problem(
    'blocked',
    z.object({ folder: z.string(), programs: z.array(z.string()) }),
    ({ folder, programs }) => ({
      message: `${folder} is in use${programs.length === 0 ? '' : ` (${programs.join(', ')})`}. Nothing was changed there.`,
      hint: 'Close what uses it, or restart the laptop, then try again.',
    }),
  ),
  stateChanged: problem('unexpected', noData, () => ({
    message: 'Something wrote to /var/lib/pc-switcher meanwhile. It is as it was.',
    hint: 'Try again.',
  })),
  stateRollbackWaits: problem('blocked', noData, () => ({
    message: 'A rollback waits for the next restart, or was interrupted.',
    hint: 'Restart the laptop, or cancel the rollback, then try again.',
  })),
  stateNotDeleted: problem('blocked', z.object({ name: z.string() }), ({ name }) => ({
    message: `The subvolume ${name} could not be deleted. Nothing uses it any more.`,
    hint: 'Restart the laptop, then run "pc-switcher unpair --here" again.',
  })),
  pairAgain: sentence(noData, () => 'Then pair the laptops again.'),
})
