import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { recallState, removeState, writeState } from '../../../../tools/files/state-file.ts'
import { failureSchema, type Failure } from '../model.ts'
import { packagesMessages } from '../../messages.ts'

const failuresSchema = z.object({ version: z.literal(1), failures: z.array(failureSchema) })

function failuresState(stateFolder: string): StateText<z.infer<typeof failuresSchema>> {
  return {
    path: path.join(stateFolder, 'flatpak-failures.json'),
    schema: failuresSchema,
    without: packagesMessages.withoutFailures({}),
  }
}

/** Of the last time: the proof, and the next plan, say what could not be done. */
export function readFailures(stateFolder: string): Failure[] {
  return recallState(failuresState(stateFolder))?.failures ?? []
}

export function rememberFailures(stateFolder: string, failures: readonly Failure[]): void {
  const state = failuresState(stateFolder)
  if (failures.length === 0) removeState(state.path)
  else writeState(state, { version: 1, failures: [...failures] })
}
