import { defineCatalogue, noData, sentence } from '../../contract/catalogue.ts'

export const settingsMessages = defineCatalogue('settings', {
  withoutSettings: sentence(noData, () => 'Everything in it then has its usual value, until you set it again.'),
})
