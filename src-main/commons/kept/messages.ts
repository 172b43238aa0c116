import { defineCatalogue, noData, sentence } from '../../contract/catalogue.ts'

export const keptMessages = defineCatalogue('kept', {
  without: sentence(noData, () => 'You are asked again about what each laptop keeps for itself.'),
})
