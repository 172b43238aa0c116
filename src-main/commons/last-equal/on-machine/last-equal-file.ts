import { statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { lastEqualSchema, lastEqualsSchema, type LastEqual, type LastEquals } from '../last-equal.ts'

const recordSchema = z.object({ version: z.literal(1), ...lastEqualsSchema.shape })
type EqualRecord = z.infer<typeof recordSchema>

const nothing: EqualRecord = { version: 1, fingerprints: {} }

export interface LastEqualFile {
  read(stateFolder: string): LastEquals
  /** Another one whenever the file is. */
  stamp(stateFolder: string): string
  /** What was equal before this switch is kept, so that it can be undone. Recording the same switch again replaces its record. */
  write(stateFolder: string, switchId: string, fingerprints: LastEqual['fingerprints']): void
  /**
   * From now on nobody knows who changed what. When a switch is undone, what was equal before it is what was equal last.
   */
  forget(stateFolder: string, undoes?: string): void
}

/** `without`: what follows where the file is damaged. */
export function createLastEqualFile(name: string, without: StateText<EqualRecord>['without']): LastEqualFile {
  const recordState = (stateFolder: string): StateText<EqualRecord> => ({
    path: path.join(stateFolder, name),
    schema: recordSchema,
    without,
  })
  const read = (stateFolder: string): EqualRecord => recallState(recordState(stateFolder)) ?? nothing
  return {
    read,
    stamp(stateFolder) {
      const stat = statSync(recordState(stateFolder).path, { bigint: true, throwIfNoEntry: false })
      return stat === undefined ? 'none' : `${stat.ino} ${stat.mtimeNs}`
    },
    write(stateFolder, switchId, fingerprints) {
      const { version, before, ...last } = read(stateFolder)
      const earlier = lastEqualSchema.parse(last)
      const kept = earlier.switchId === switchId ? before : earlier
      writeState(recordState(stateFolder), {
        ...{ version, switchId, fingerprints },
        ...(kept === undefined ? {} : { before: kept }),
      })
    },
    forget(stateFolder, undoes) {
      const record = read(stateFolder)
      const isOfOther = record.switchId !== undefined && record.switchId !== undoes
      if (undoes !== undefined && isOfOther) return
      const wereEqual = record.switchId !== undefined || record.isForgotten === true
      const forgotten: EqualRecord = { ...nothing, ...(wereEqual ? { isForgotten: true } : {}) }
      writeState(recordState(stateFolder), undoes === undefined ? forgotten : { ...nothing, ...record.before })
    },
  }
}
