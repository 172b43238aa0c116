import { randomUUID } from 'node:crypto'
import type { AppCapability, AppParts } from '../../commons/capability/app-capability.ts'
import type { CallContext } from '../../contract/handlers.ts'
import { proofSchema } from '../../contract/switch-state.ts'
import type { CompareWithNow } from './on-pair/undo.ts'
import { createRollbackHandlers } from './on-pair/handlers.ts'
import { rollbackMessages } from './messages.ts'
import { readRollbackState } from './verbs.ts'

export const rollbackApp = {
  name: 'rollback',
  messages: rollbackMessages,
  laptopFacts: async (machine) => {
    const { pending } = await machine.call(readRollbackState, {})
    if (pending === undefined) return {}
    const { operationId, at, undoes } = pending
    return { waiting: { operationId, at, ...(undoes === undefined ? {} : { undoes }) } }
  },
  handlers: (parts) =>
    createRollbackHandlers({
      ...parts,
      compareWithNow: compareWithNow(parts.calls),
      readProof: async (switchId) => proofSchema.parse(await parts.calls().proofGet({ switchId }, ownCall())),
    }),
} satisfies AppCapability

const named = 3
const looked = 200
/** In the subvolume of the system: what git, apt and other programs keep there says nothing to a person. */
const isOfPrograms =
  /^(?:etc\/\.(?:git|etckeeper)|var\/(?:cache|log)|var\/lib\/(?:apt|dpkg|systemd|ucf|man-db))(?:\/|$)/

/** What a rollback would remove is what exists only now. The plan is shown without it when the comparison fails. */
function compareWithNow(calls: AppParts['calls']): CompareWithNow {
  return async (laptop, subvolume, setId) => {
    const { compareMake, comparePage } = calls()
    try {
      const { compareId, counts } = await compareMake({ laptop, subvolume, one: setId, other: 'now' }, ownCall())
      const first = async (kind: 'added' | 'changed' | 'deleted') => {
        const asked = { laptop, compareId, offset: 0, limit: looked, kinds: [kind] }
        const { entries, total } = await comparePage(asked, ownCall())
        const names = entries.map(({ path }) => path).filter((path) => !isOfPrograms.test(path))
        return { first: names.slice(0, named), count: total }
      }
      return {
        ...{ counts, disappears: await first('added'), returns: await first('deleted') },
        changed: await first('changed'),
      }
    } catch {
      return undefined
    }
  }
}

/** Calls that are made here are not the client's: each has an id of its own. */
function ownCall(): CallContext {
  return { callId: randomUUID() }
}
