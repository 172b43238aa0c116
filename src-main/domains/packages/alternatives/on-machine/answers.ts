import { rememberWhile } from '../../../../kernel/remember-while.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import {
  alternativesStamp,
  chooseAlternative,
  isOffered,
  readChosenAlternatives,
} from '../../../../tools/apt/alternatives.ts'
import { alternativeSchema } from '../model.ts'
import { captureAlternatives, chooseAlternatives } from '../verbs.ts'

const readChosen = rememberWhile(alternativesStamp, () =>
  Promise.resolve(readChosenAlternatives().filter((one) => alternativeSchema.safeParse(one).success)),
)

const answerCapture = answer(captureAlternatives, async ({ wanted }) => ({
  chosen: [...(await readChosen({}))],
  notOffered: wanted.filter((one) => !isOffered(one)),
}))

const answerChoose = answer(chooseAlternatives, async ({ wanted }, { signal }) => {
  const possible = wanted.filter(isOffered)
  for (const one of possible) await chooseAlternative(one, { signal })
  return { done: possible.length }
})

export const alternativesAnswers: readonly Answer[] = [answerCapture, answerChoose]
