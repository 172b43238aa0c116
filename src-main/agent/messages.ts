import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../contract/catalogue.ts'

export const agentMessages = defineCatalogue('agent', {
  notPaired: problem('not-paired', noData, () => ({
    message: 'This laptop is not paired yet.',
    hint: 'Pair it with your other laptop first.',
  })),
  noScheduledWork: problem('not-found', z.object({ name: z.string() }), ({ name }) => ({
    message: `There is no scheduled work "${name}".`,
    hint: `Turn off its timer (systemctl disable --now pc-switcher-scheduled@${name}.timer).`,
  })),
  noAccount: problem('invalid-configuration', z.object({ name: z.string() }), ({ name }) => ({
    message: `pc-switcher is set up for the account "${name}", which does not exist on this laptop.`,
    hint: 'Pair the laptops again with an account that exists on both.',
  })),
  pairAgain: sentence(noData, () => 'Then pair the laptops again.'),
})
