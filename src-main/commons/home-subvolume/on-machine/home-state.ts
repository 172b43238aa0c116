/** home-subvolume.json: what was agreed on and what has come of it. Removed when nothing is left to do. */
import { z } from 'zod'
import { agentErrorSchema } from '../../../contract/agent-error.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { homeSubvolumeMessages } from '../messages.ts'
import type { HomePlaces } from './home-places.ts'

const stateSchema = z.discriminatedUnion('phase', [
  z.object({
    version: z.literal(1),
    phase: z.literal('at-next-start'),
    /** The new subvolume and the sum of what is in it, from when it has everything and before it is mounted. */
    made: z.object({ uuid: z.string(), sum: z.string() }).optional(),
  }),
  /** It is mounted; the folder that /home was before lies hidden below it, and is then removed. */
  z.object({ version: z.literal(1), phase: z.enum(['mounted', 'removing']), uuid: z.string(), sum: z.string() }),
  z.object({ version: z.literal(1), phase: z.literal('failed'), error: agentErrorSchema }),
])
export type HomeState = z.infer<typeof stateSchema>

const stateText = ({ state }: HomePlaces): StateText<HomeState> => ({
  path: state,
  schema: stateSchema,
  without: homeSubvolumeMessages.askAgain({}),
})

export function readHomeState(places: HomePlaces): HomeState | undefined {
  return recallState(stateText(places))
}

export function writeHomeState(places: HomePlaces, state: HomeState): void {
  writeState(stateText(places), state)
}
