import type { AppCapability } from '../capability/app-capability.ts'
import { isCopied } from '../settings/settings-file.ts'
import type { LeftState } from '../system-state/on-pair/left-state.ts'
import { leftToIt } from './on-pair/texts.ts'

const id = 'syncthing'

export const personSyncthingApp = {
  name: 'person-syncthing',
  copies: { id, ...leftToIt, isOptional: true },
} satisfies AppCapability

/** Whether the person has left to their Syncthing what it carries. */
export function isLeftToSyncthing(state: Pick<LeftState, 'readFile'>): Promise<boolean> {
  return isCopied(id, state)
}
