import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../contract/catalogue.ts'

export const agentMessages = defineCatalogue('agent', {
  notPaired: problem('not-paired', noData, () => ({
    message: 'This laptop is not paired yet.',
    hint: 'Pair it with your other laptop first.',
  })),
  noAccount: problem('invalid-configuration', z.object({ name: z.string() }), ({ name }) => ({
    message: `pc-switcher is set up for the account "${name}", which does not exist on this laptop.`,
    hint: 'Pair the laptops again with an account that exists on both.',
  })),
  pairAgain: sentence(noData, () => 'Then pair the laptops again.'),
})
