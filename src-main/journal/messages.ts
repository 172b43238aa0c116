import { defineCatalogue, noData, sentence } from '../contract/catalogue.ts'

export const journalMessages = defineCatalogue('journal', {
  withoutWork: sentence(noData, () => 'Activity no longer shows this work.'),
  withoutSessions: sentence(noData, () => 'Open pages then ask for a new link.'),
  withoutTimes: sentence(noData, () => 'The next switch is timed as if it were the first one.'),
  withoutAnswers: sentence(noData, () => 'Questions that you had answered are asked again.'),
})
