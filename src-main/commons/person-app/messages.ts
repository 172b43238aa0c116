import { defineCatalogue, noData, problem } from '../../contract/catalogue.ts'

export const personAppMessages = defineCatalogue('person-app', {
  answerTooLong: problem('unreadable-answer', noData, () => ({
    message: 'The answer of the app on the other laptop is too long.',
    hint: 'Open pc-switcher on that laptop.',
  })),
})
