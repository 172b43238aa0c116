import { readDebconfAnswers } from '../../../tools/apt/debconf.ts'
import { answer } from '../../../machine/machine.ts'
import { debconfAnswerSchema } from '../model.ts'
import { readDebconf } from '../verbs.ts'

/** What could not be handed on safely is left out: the package then has its default. */
export const answerDebconf = answer(readDebconf, ({ packages }) =>
  Promise.resolve({
    answers: readDebconfAnswers(new Set(packages)).filter((one) => debconfAnswerSchema.safeParse(one).success),
  }),
)
