/**
 * What a client asks about the rules for /etc. The laptop that has the latest work has the rules that count: where that is the
 * other one, its person's app is asked, so that a decision is never lost and never has to be made elsewhere.
 */
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { readLedger } from '../../../commons/ledger/verbs.ts'
import { callOverThere } from '../../../commons/person-app/on-pair/call-over-there.ts'
import { refuseWhereOthersCommit } from '../../../commons/system-state/on-pair/refuse-elsewhere.ts'
import { calls } from '../../../contract/calls.ts'
import type { Laptop } from '../../../contract/switch-state.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { fromWireError, toWireError } from '../../../contract/wire-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { withPatience } from '../../../switch/patience.ts'
import { readNeverList } from './compare-etc.ts'
import { isInEtc, lookAtEtc } from './look-at-etc.ts'
import { makePlan } from './make-plan.ts'
import { decideEtcRules, listEtcRules, pathOfPattern } from './rules-file.ts'

type EtcCalls = Pick<Handlers, 'etcList' | 'etcDecide' | 'etcUndecided' | 'etcLook'>
type Parts = Pick<AppParts, 'systemState' | 'leftStateOn' | 'here' | 'reach'>

const inspectMs = 120_000

export function createRulesHandlers({ systemState, leftStateOn, here, reach }: Parts): EtcCalls {
  const list = async () => listEtcRules(systemState, await readNeverList(await here()))
  return {
    etcList: async ({ where }) => {
      const holder = where === 'here' ? undefined : await otherHolder(await here())
      if (holder === undefined) return list()
      const read = await withPatience(holder, async (signal) => {
        const there = await reach.named(holder.name)
        const rules = await callOverThere(there, calls.etcList, { where: 'here' }, { signal })
        return { ...rules, elsewhere: { laptop: there.label, isRead: true } }
      }).catch((thrown: unknown) => {
        // Rules that cannot be read are told: only a laptop that does not answer is done without.
        if (toWireError(thrown).code === 'invalid-rules') throw thrown
        return undefined
      })
      return read ?? { ...(await list()), elsewhere: { laptop: holder.label, isRead: false } }
    },
    etcDecide: async ({ patterns, decision, where }) => {
      const machine = await here()
      const holder = where === 'here' ? undefined : await otherHolder(machine)
      if (holder !== undefined) {
        const there = await reach.named(holder.name)
        const decided = await callOverThere(there, calls.etcDecide, { patterns, decision, where: 'here' })
        return { ...decided, elsewhere: { laptop: there.label, isRead: true } }
      }
      await refuseWhereOthersCommit(machine)
      const decided = await decideEtcRules(systemState, await readNeverList(machine), patterns, decision)
      return decision === 'forget' ? decided : { ...decided, ...(await isAnyInEtc(machine, patterns)) }
    },
    etcUndecided: async () => {
      const pair = await bothByWork(await here(), reach)
      const signal = AbortSignal.timeout(inspectMs)
      const { undecided } = await makePlan(leftStateOn(pair.from), pair, { signal })
      return {
        from: laptopOf(pair.from),
        to: laptopOf(pair.to),
        files: undecided.map(({ path, reason, secret, canLook, suggestion, versions }) => ({
          pattern: textFromBytePath(path),
          reason,
          secret,
          canLook,
          ...(versions?.newer === undefined ? {} : { newer: versions.newer }),
          ...(suggestion === undefined ? {} : { suggestion }),
        })),
      }
    },
    etcLook: async ({ pattern }) => lookAtEtc(await bothByWork(await here(), reach), pathOfPattern(pattern)),
  }
}

/** Undefined where this laptop has the latest work, or nobody knows which has. */
async function otherHolder(here: Machine): Promise<Laptop | undefined> {
  const { holder, history } = await here.call(readLedger, {})
  if (holder.kind !== 'held' || holder.by === here.name) return undefined
  const known = history.flatMap(({ from, to }) => [from, to]).find(({ name }) => name === holder.by)
  return known ?? { name: holder.by, label: holder.by }
}

/** The laptop that has the latest work first: it is the one that the next switch leaves. */
async function bothByWork(here: Machine, reach: Parts['reach']): Promise<Pair> {
  const { machines, missing } = await reach.all()
  const other = machines.find(({ name }) => name !== here.name)
  const [away] = missing
  if (other === undefined) throw away === undefined ? new Error('there is no other laptop') : fromWireError(away.error)
  return (await otherHolder(here))?.name === other.name ? { from: other, to: here } : { from: here, to: other }
}

function laptopOf({ name, label }: Machine): Laptop {
  return { name, label }
}

const lookedForAtMost = 20

async function isAnyInEtc(machine: Machine, patterns: readonly string[]): Promise<{ readonly isThere?: boolean }> {
  if (patterns.length > lookedForAtMost) return {}
  const found = await Promise.all(patterns.map((pattern) => isInEtc(machine, pattern)))
  if (found.some(({ isThere }) => isThere === undefined)) return {}
  return { isThere: found.some(({ isThere }) => isThere === true) }
}
