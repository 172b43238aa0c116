import { defineCatalogue, noData, sentence } from '../../contract/catalogue.ts'

export const placingMessages = defineCatalogue('placing', {
  withoutPlacing: sentence(noData, () => 'Files named .pc-switcher-place-… may be left beside those that were copied.'),
})
