import { defineCatalogue, noData, problem } from '../contract/catalogue.ts'

export const machineMessages = defineCatalogue('machine', {
  unknownVerb: problem('agent-mismatch', noData, () => ({
    message: 'The laptops have different versions of pc-switcher.',
    hint: 'Install the same version on both laptops.',
  })),
})
