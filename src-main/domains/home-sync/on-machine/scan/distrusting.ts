import type { Answer } from '../../../../machine/machine.ts'
import { isListDamage } from '../inventory/damage.ts'
import { distrustScans } from './earlier-scan.ts'
import { scansFolder } from './home-folders.ts'

/** Lists share what they have in common: where that of a scan is found to be damaged, none is built upon any more. */
export function distrusting({ verb, handle }: Answer): Answer {
  return {
    verb,
    async handle(input, context) {
      try {
        return await handle(input, context)
      } catch (thrown) {
        if (isListDamage(thrown)) distrustScansWith(thrown.details ?? '', context.host.stateFolder)
        throw thrown
      }
    },
  }
}

function distrustScansWith(damaged: string, stateFolder: string): void {
  if (damaged.startsWith(scansFolder(stateFolder))) distrustScans(stateFolder)
}
