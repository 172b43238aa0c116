/** Answers what a client asks about the person's rules for packages. */
import type { AppParts } from '../../../../commons/capability/app-capability.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import { decidePackageRule, listPackageRules } from './rules-file.ts'

export function createPackageRulesHandlers({
  workState,
}: Pick<AppParts, 'workState'>): Pick<Handlers, 'packagesRules' | 'packagesDecide'> {
  return {
    packagesRules: () => workState.read(({ state }) => listPackageRules(state)),
    packagesDecide: (change) => workState.change(({ state }) => decidePackageRule(state, change)),
  }
}
