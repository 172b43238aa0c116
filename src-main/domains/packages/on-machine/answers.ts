import type { Answer } from '../../../machine/machine.ts'
import { answerApply, answerChangeUnits } from './answer-apply.ts'
import { answerCapture } from './answer-capture.ts'
import { createSimulateAnswer } from './answer-simulate.ts'

export function createPackagesAnswers(): readonly Answer[] {
  return [answerCapture, createSimulateAnswer(), answerApply, answerChangeUnits]
}
