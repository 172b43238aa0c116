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
  pairAgain: sentence(noData, () => 'Then pair the laptops again.'),
})
