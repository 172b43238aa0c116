/** Where /home and what belongs to it lies on this laptop. */
import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { machinePlaces, type Places } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'

/** What /home has to know of the other capabilities. */
export type InAgent = Pick<AllInAgent, 'homeExceptions' | 'areas'>

export function placesOf({ areas }: Pick<InAgent, 'areas'>, { stateFolder }: Pick<HostContext, 'stateFolder'>): Places {
  return machinePlaces(stateFolder, readSwapFiles(), areas)
}
