import { answer, type Answer } from '../../../../machine/machine.ts'
import { findSaved, readSaved } from '../../since-verbs.ts'
import { placesOf, type InAgent } from '../places.ts'
import { whatToScan } from '../scan/answers.ts'
import { findSavedSince, readSavedSince, type SavedSinceSwitch } from './saved-since.ts'

const answerRead = (all: InAgent) =>
  answer(readSaved, async (_input, { host, signal }) => {
    const { stateFolder, areas } = placesOf(all, host)
    return told(await readSavedSince({ stateFolder, home: areas.home }, { signal }), host)
  })

const answerFind = (all: InAgent) =>
  answer(findSaved, async ({ rules }, { host, signal }) =>
    told(await findSavedSince(await whatToScan(all, host, rules), { signal }), host),
  )

function told(saved: SavedSinceSwitch | undefined, { person }: { readonly person: { readonly home: string } }) {
  return { home: person.home, ...(saved === undefined ? {} : { saved }) }
}

export const createSinceAnswers = (all: InAgent): readonly Answer[] => [answerRead(all), answerFind(all)]
