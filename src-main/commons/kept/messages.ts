import { defineCatalogue, noData, sentence } from '../../contract/catalogue.ts'

export const keptMessages = defineCatalogue('kept', {
  without: sentence(
    noData,
    () => 'You are asked again about packages, services and VM images that each laptop keeps for itself.',
  ),
})
