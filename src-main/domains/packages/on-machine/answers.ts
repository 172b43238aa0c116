import type { Answer } from '../../../machine/machine.ts'
import { answerApply, answerChangeUnits } from './answer-apply.ts'
import { answerCapture } from './answer-capture.ts'
import { answerSimulate } from './answer-simulate.ts'

export const packagesAnswers: readonly Answer[] = [answerCapture, answerSimulate, answerApply, answerChangeUnits]
