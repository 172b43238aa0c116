import { rememberWhile } from '../../../../kernel/remember-while.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import {
  alternativesStamp,
  chooseAlternative,
  isChosen,
  isOffered,
  readAlternatives,
  resetAlternative,
} from '../../../../tools/apt/alternatives.ts'
import {
  captureAlternatives,
  chooseAlternatives,
  alternativeNameSchema,
  alternativeSchema,
  type Alternatives,
} from '../verbs.ts'

const capture = rememberWhile(alternativesStamp, (): Promise<Alternatives> => {
  const { chosen, automatic } = readAlternatives()
  return Promise.resolve({
    chosen: chosen.filter((one) => alternativeSchema.safeParse(one).success),
    automatic: automatic.filter((name) => alternativeNameSchema.safeParse(name).success),
  })
})

const answerCapture = answer(captureAlternatives, async ({ wanted }) => ({
  ...(await capture({})),
  notOffered: wanted.filter((one) => !isOffered(one)),
}))

const answerChoose = answer(chooseAlternatives, async ({ wanted, automatic }, { signal }) => {
  const possible = wanted.filter(isOffered)
  const byHand = automatic.filter(isChosen)
  for (const one of possible) await chooseAlternative(one, { signal })
  for (const name of byHand) await resetAlternative(name, { signal })
  return { done: possible.length + byHand.length }
})

export const alternativesAnswers: readonly Answer[] = [answerCapture, answerChoose]
