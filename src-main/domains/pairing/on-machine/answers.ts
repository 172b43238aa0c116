import { answer, type Answer } from '../../../machine/machine.ts'
import { places } from '../places.ts'
import { readStatePlace } from '../verbs.ts'
import { lookAtState } from './state-subvolume/look-at-state.ts'
import { statePlaces } from './state-subvolume/state-places.ts'

const answerStatePlace = answer(readStatePlace, async (_input, { signal }) => {
  const state = statePlaces()
  return { kind: await lookAtState(state, places.paired, { signal }), folder: state.folder }
})

export const pairingAnswers: readonly Answer[] = [answerStatePlace]
