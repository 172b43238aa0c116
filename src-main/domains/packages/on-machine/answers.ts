import type { Answer } from '../../../machine/machine.ts'
import { answerApply, answerChangeUnits } from './answer-apply.ts'
import { archivesAnswers } from './archives/answer-archives.ts'
import { answerCapture, answerFailed, answerRememberMarks } from './answer-capture.ts'
import { answerDebconf } from './answer-debconf.ts'
import { answerRoom } from './answer-room.ts'
import { createSimulateAnswers } from './answer-simulate.ts'
import { sourcesAnswers } from './answer-sources.ts'
import { answerUnitPackages } from './answer-unit-packages.ts'

export function createPackagesAnswers(): readonly Answer[] {
  return [
    ...[
      answerCapture,
      answerFailed,
      answerRememberMarks,
      answerDebconf,
      answerRoom,
      answerApply,
      answerChangeUnits,
      answerUnitPackages,
    ],
    ...[...createSimulateAnswers(), ...sourcesAnswers, ...archivesAnswers],
  ]
}
