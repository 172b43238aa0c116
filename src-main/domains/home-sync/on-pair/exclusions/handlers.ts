import path from 'node:path'
import type { AppParts } from '../../../../commons/capability/app-capability.ts'
import { refuseWhereOthersCommit } from '../../../../commons/system-state/on-pair/refuse-elsewhere.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import type { HomeExplanation } from '../../../../contract/home-calls.ts'
import { measureRules } from '../../scan-verbs.ts'
import { decidePath, decideRule, listExclusions } from './decide.ts'
import { explain } from './explain.ts'
import { locateInHome } from './locate.ts'
import { readPersonRules, requireValid } from './rules-file.ts'

type HomeCalls = Pick<Handlers, 'homeExclusions' | 'homeMeasure' | 'homeExplain' | 'homeDecidePath' | 'homeDecideRule'>

export function createExclusionHandlers({ systemState, systemStateFolder, here }: AppParts): HomeCalls {
  const home = path.dirname(systemStateFolder)
  const explained = async (below: string): Promise<HomeExplanation> => {
    const read = await readPersonRules(systemState)
    requireValid(read)
    return explain({ here: await here(), home, rules: read.rules }, below)
  }
  return {
    homeExclusions: () => listExclusions(systemState),
    homeMeasure: async () => {
      const read = await readPersonRules(systemState)
      requireValid(read)
      const rules = read.rules.map(({ pattern, decision }) => ({ pattern, decision }))
      return (await here()).call(measureRules, { rules })
    },
    homeExplain: async ({ path: asked }) => explained(await locateInHome(home, asked)),
    homeDecidePath: async ({ path: asked, decision }) => {
      const below = await locateInHome(home, asked)
      await refuseWhereOthersCommit(await here())
      const changed = await decidePath(systemState, below, decision)
      return { changed, explanation: await explained(below) }
    },
    homeDecideRule: async ({ pattern, decision }) => {
      await refuseWhereOthersCommit(await here())
      const changed = await decideRule({ state: systemState, home }, pattern, decision)
      return { changed, exclusions: await listExclusions(systemState) }
    },
  }
}
