/** A set of the homes alone, before something of them changes outside a switch. */
import type { Message } from '../../../kernel/message.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Area } from '../../capability/area.ts'
import { findLayout, holdingHomes, machinePlaces } from './find-layout.ts'
import { layoutError } from './layout-error.ts'
import { takeSet } from './take-set.ts'

interface Before {
  /** The same for all that is tried until it is done: one set is enough. */
  readonly switchId: string
  readonly occasion: Message
}

export async function takeOfHomes(
  { stateFolder }: Pick<HostContext, 'stateFolder'>,
  areas: readonly Area[],
  before: Before,
  options: RunOptions,
): Promise<void> {
  const places = machinePlaces(stateFolder, readSwapFiles(), areas)
  const layout = await findLayout(places, { ...options, partly: true })
  if (layout.kind !== 'ready') throw layoutError(layout)
  const only = holdingHomes(layout.subvolumes).map(({ subvolume }) => subvolume)
  await takeSet(places, { reason: 'before-restore', ...before }, { ...options, report: () => undefined, only })
}
