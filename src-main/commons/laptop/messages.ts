import { defineCatalogue, noData, sentence } from '../../contract/catalogue.ts'

export const laptopMessages = defineCatalogue('laptop', {
  withoutIdentity: sentence(
    noData,
    () => 'This laptop then counts as another one: the next switch asks which laptop has the latest work.',
  ),
})
