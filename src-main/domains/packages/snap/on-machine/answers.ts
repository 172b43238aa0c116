import type { Answer } from '../../../../machine/machine.ts'
import { snapdSocket } from '../../../../tools/snapd/snapd-request.ts'
import { answerApply } from './answer-apply.ts'
import { answerCapture, createCapture } from './answer-capture.ts'

export function createSnapAnswers(socketPath = snapdSocket): readonly Answer[] {
  const api = { socketPath }
  const captureHere = createCapture(api)
  return [answerCapture(captureHere), answerApply(api, captureHere)]
}
