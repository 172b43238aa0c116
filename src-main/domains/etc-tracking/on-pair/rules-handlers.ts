/** What a client asks about the rules for /etc. */
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { hasTheWork } from '../../../commons/system-state/on-pair/work-state.ts'
import type { Laptop } from '../../../contract/switch-state.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { fromWireError } from '../../../contract/wire-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { readNeverList } from './compare-etc.ts'
import { isInEtc, lookAtEtc } from './look-at-etc.ts'
import { makePlan } from './make-plan.ts'
import { decideEtcRules, listEtcRules, pathOfPattern } from './rules-file.ts'

type EtcCalls = Pick<Handlers, 'etcList' | 'etcDecide' | 'etcUndecided' | 'etcLook'>
type Parts = Pick<AppParts, 'workState' | 'here' | 'reach'>

const inspectMs = 120_000

export function createRulesHandlers({ workState, here, reach }: Parts): EtcCalls {
  return {
    etcList: () => workState.read(async ({ state, laptop }) => listEtcRules(state, await readNeverList(laptop))),
    etcDecide: ({ patterns, decision }) =>
      workState.change(async ({ state, laptop }) => {
        const decided = await decideEtcRules(state, await readNeverList(laptop), patterns, decision)
        return decision === 'forget' ? decided : { ...decided, ...(await isAnyInEtc(laptop, patterns)) }
      }),
    etcUndecided: async () => {
      const pair = await bothByWork(await here(), reach)
      const signal = AbortSignal.timeout(inspectMs)
      const { undecided } = await makePlan(workState.of(pair), pair, { signal })
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

/** The laptop that has the latest work first: it is the one that the next switch leaves. */
async function bothByWork(here: Machine, reach: Parts['reach']): Promise<Pair> {
  const { machines, missing } = await reach.all()
  const other = machines.find(({ name }) => name !== here.name)
  const [away] = missing
  if (other === undefined) throw away === undefined ? new Error('there is no other laptop') : fromWireError(away.error)
  return (await hasTheWork(other, here)) ? { from: other, to: here } : { from: here, to: other }
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
