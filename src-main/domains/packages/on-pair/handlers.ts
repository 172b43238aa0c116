/** Answers the calls about packages, outside of a switch. */
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import type { Machine } from '../../../machine/machine.ts'
import { capturePackages } from '../verbs.ts'
import { sideBySide } from './side-by-side.ts'

const laptopOf = ({ name, label }: Machine) => ({ name, label })

export function createPackagesHandlers({ reach }: Pick<AppParts, 'reach'>): Pick<Handlers, 'packagesCompare'> {
  return {
    packagesCompare: async () => {
      const [here, there] = await reach.both()
      const captures = await Promise.all([here.call(capturePackages, {}), there.call(capturePackages, {})])
      return { here: laptopOf(here), there: laptopOf(there), packages: sideBySide(...captures) }
    },
  }
}
