import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, removeState, writeState } from '../../../tools/files/state-file.ts'
import { packagesMessages } from '../messages.ts'
import { failureSchema, type Failure } from '../program-failure.ts'

const failuresSchema = z.object({ version: z.literal(1), failures: z.array(failureSchema) })

/** Of programs, or of systemd. */
type Manager = 'flatpak' | 'snap' | 'unit'

function failuresState(stateFolder: string, manager: Manager): StateText<z.infer<typeof failuresSchema>> {
  return {
    path: path.join(stateFolder, `${manager}-failures.json`),
    schema: failuresSchema,
    without: packagesMessages.withoutFailures({}),
  }
}

/** Of the last time: the proof, and the next plan, say what could not be done. */
export function readFailures(stateFolder: string, manager: Manager): Failure[] {
  return recallState(failuresState(stateFolder, manager))?.failures ?? []
}

export function rememberFailures(stateFolder: string, manager: Manager, failures: readonly Failure[]): void {
  const state = failuresState(stateFolder, manager)
  if (failures.length === 0) removeState(state.path)
  else writeState(state, { version: 1, failures: [...failures] })
}
