import { defineCatalogue, noData, problem } from '../../contract/catalogue.ts'

export const homeMessages = defineCatalogue('home', {
  scanExpired: problem('plan-expired', noData, () => ({
    message: 'The scan of /home has expired.',
    hint: 'Prepare the switch again.',
  })),
})
