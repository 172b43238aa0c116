import type { Answer } from '../../../../machine/machine.ts'
import { answerApply } from './answer-apply.ts'
import { answerCapture, answerDates } from './answer-capture.ts'
import { answerPack, answerReceive } from './answer-pack.ts'

export const flatpakAnswers: readonly Answer[] = [answerCapture, answerDates, answerPack, answerReceive, answerApply]
