/**
 * ~/system-state of the source, as far as a switch needs it: this laptop's own, or that of the other one, through its person's app. Who
 * reads a file of it parses it as untrusted data.
 */
import { calls } from '../../../contract/calls.ts'
import type { RecordCheck } from '../../../contract/system-state-calls.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { callOverThere } from '../../person-app/on-pair/call-over-there.ts'
import type { CommitOutcome, SystemState } from './open-system-state.ts'

export interface LeftState {
  /** A file of the work tree, or undefined when there is none. */
  readFile(name: string, options?: CallOptions): Promise<string | undefined>
  /** The newest commit with exactly this message. What a killed program left in the repository is removed first. */
  find(message: string, options?: CallOptions): Promise<string | undefined>
  /** Writes whole files and commits them, and nothing else. */
  record(message: string, files: Readonly<Record<string, string>>, options?: CallOptions): Promise<CommitOutcome>
  check(message: string, options?: CallOptions): Promise<RecordCheck>
}

export type LeftStateOn = (laptop: Machine) => LeftState

/** `own`: the one of this laptop. */
export function createLeftStateOn(own: SystemState): LeftStateOn {
  const here = openLeftState(own)
  return (laptop) => (laptop.isHere === true ? here : leftStateOverThere(laptop))
}

export function openLeftState(state: SystemState): LeftState {
  return {
    readFile: (name) => state.readFile(name),
    async find(message) {
      await state.clearLeftovers()
      return state.findCommit(message)
    },
    async record(message, files) {
      await state.writeFiles(files)
      return state.commit(message)
    },
    async check(message) {
      const recorded = await state.findCommit(message)
      const commit = recorded ?? (await state.newestCommit())
      if (commit === undefined) return { isRecorded: false, differences: [] }
      const differences = [...(await state.uncommittedOf(commit))]
      return { commit, isRecorded: recorded !== undefined, differences }
    },
  }
}

function leftStateOverThere(laptop: Machine): LeftState {
  return {
    readFile: async (name, options) => (await callOverThere(laptop, calls.systemStateRead, { name }, options)).text,
    find: async (message, options) => (await callOverThere(laptop, calls.systemStateFind, { message }, options)).commit,
    async record(message, files, options) {
      const { commit } = await callOverThere(laptop, calls.systemStateRecord, { message, files: { ...files } }, options)
      return commit === undefined ? { unchanged: true } : { commit }
    },
    check: (message, options) => callOverThere(laptop, calls.systemStateCheck, { message }, options),
  }
}
