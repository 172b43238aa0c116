import path from 'node:path'
import type { AppParts } from '../../../../commons/capability/app-capability.ts'
import type { StateOnLaptop } from '../../../../commons/system-state/on-pair/work-state.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import type { HomeExplanation } from '../../../../contract/home-calls.ts'
import { measureRules } from '../../scan-verbs.ts'
import { decidePath, decideRule, listExclusions } from './decide.ts'
import { explain } from './explain.ts'
import { locateInHome } from './locate.ts'
import { readPersonRules, requireValid } from './rules-file.ts'

type HomeCalls = Pick<Handlers, 'homeExclusions' | 'homeMeasure' | 'homeExplain' | 'homeDecidePath' | 'homeDecideRule'>

export function createExclusionHandlers({ workState, systemStateFolder, here }: AppParts): HomeCalls {
  const home = path.dirname(systemStateFolder)
  const readRules = async ({ state }: StateOnLaptop) => {
    const read = await readPersonRules(state)
    requireValid(read)
    return read.rules
  }
  const explained = async (at: StateOnLaptop, below: string): Promise<HomeExplanation> =>
    explain({ here: await here(), home, rules: await readRules(at) }, below)
  return {
    homeExclusions: () => workState.read(({ state }) => listExclusions(state)),
    homeMeasure: () =>
      workState.read(async (at) => {
        const rules = (await readRules(at)).map(({ pattern, decision }) => ({ pattern, decision }))
        return (await here()).call(measureRules, { rules })
      }),
    homeExplain: async ({ path: asked }) => {
      const below = await locateInHome(home, asked)
      return workState.read((at) => explained(at, below))
    },
    homeDecidePath: async ({ path: asked, decision }) => {
      const below = await locateInHome(home, asked)
      return workState.change(async (at) => {
        const changed = await decidePath(at.state, below, decision)
        return { changed, explanation: await explained(at, below) }
      })
    },
    homeDecideRule: async ({ pattern, decision }) => {
      const { changed, ...exclusions } = await workState.change(async ({ state }) => {
        const isChanged = await decideRule({ state, home }, pattern, decision)
        return { ...(await listExclusions(state)), changed: isChanged }
      })
      return { changed, exclusions }
    },
  }
}
