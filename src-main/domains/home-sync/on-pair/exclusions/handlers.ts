import path from 'node:path'
import type { AppParts } from '../../../../commons/capability/app-capability.ts'
import type { StateOnLaptop } from '../../../../commons/system-state/on-pair/work-state.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import type { Machine } from '../../../../machine/machine.ts'
import { listOtherHomes, measureRules } from '../../rule-verbs.ts'
import {
  decideAccount,
  decidePath,
  decideRule,
  listExclusions,
  explainOther,
  otherHomeAt,
  requireWhole,
  type ListedOtherHome,
} from './decide.ts'
import { explain, type ExplainParts } from './explain.ts'
import { locateInHome } from './locate.ts'

import { readPersonRules, requireValid } from './rules-file.ts'

type HomeCalls = Pick<Handlers, 'homeExclusions' | 'homeMeasure' | 'homeExplain' | 'homeDecidePath' | 'homeDecideRule'>

export function createExclusionHandlers({ workState, systemStateFolder, here }: AppParts): HomeCalls {
  const home = path.dirname(systemStateFolder)
  const readRules = async ({ state }: Pick<StateOnLaptop, 'state'>) => {
    const { rules, invalid } = await readPersonRules(state)
    requireValid({ rules, invalid })
    return { rules }
  }
  const explained = async ({ rules }: { readonly rules: ExplainParts['rules'] }, below: string) =>
    explain({ here: await here(), home, rules }, below)
  const list = async ({ state, laptop }: StateOnLaptop) => listExclusions(state, await othersOn(laptop))
  const ofOther = async (asked: string) => otherHomeAt(await othersOn(await here()), asked)
  return {
    homeExclusions: () => workState.read(list),
    homeMeasure: async () => {
      const { rules } = await workState.read(readRules)
      return (await here()).call(measureRules, {
        rules: rules.map(({ pattern, decision }) => ({ pattern, decision })),
      })
    },
    homeExplain: async ({ path: asked }) => {
      const other = await ofOther(asked)
      if (other !== undefined) return explainOther(other, asked, (await workState.read(readRules)).rules)
      const below = await locateInHome(home, asked)
      return explained(await workState.read(readRules), below)
    },
    homeDecidePath: async ({ path: asked, decision }) => {
      const other = await ofOther(asked)
      if (other !== undefined) {
        requireWhole(other, asked)
        return workState.change(async ({ state }) => {
          const changed = await decideAccount(state, other.account, decision)
          return { changed, explanation: explainOther(other, asked, (await readRules({ state })).rules) }
        })
      }
      const below = await locateInHome(home, asked)
      return workState.change(async ({ state }) => {
        const changed = await decidePath(state, below, decision)
        return { changed, explanation: await explained(await readRules({ state }), below) }
      })
    },
    homeDecideRule: async ({ pattern, decision }) => {
      const { changed, ...exclusions } = await workState.change(async (at) => {
        const isChanged = await decideRule({ state: at.state, home }, pattern, decision)
        return { ...(await list(at)), changed: isChanged }
      })
      return { changed, exclusions }
    },
  }
}

async function othersOn(laptop: Machine): Promise<readonly ListedOtherHome[]> {
  return (await laptop.call(listOtherHomes, {})).homes
}
