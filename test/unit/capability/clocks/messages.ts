import { z } from 'zod'
import { defineCatalogue, noData, sentence } from '../../../../src-main/contract/catalogue.ts'

export const testClocksMessages = defineCatalogue('test-clocks', {
  job: sentence(noData, () => 'Set the clock'),
  wasSet: sentence(z.object({ name: z.string() }), ({ name }) => `Set the clock for ${name}.`),
})
