/** What a laptop that is paired is asked about what pairing made. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'

/** Where pc-switcher's own state is kept. */
export const readStatePlace = defineVerb({
  name: 'pairing.statePlace',
  title: 'look where pc-switcher keeps its state',
  mutates: false,
  input: z.object({}),
  output: z.object({
    /**
     * apart: mounted there by itself. in-system: a folder of the system, which a rollback of the system takes along.
     * not-mounted: fstab names what belongs there. none: nothing is to be said, as it is not paired, or the system not on btrfs.
     */
    kind: z.enum(['apart', 'in-system', 'not-mounted', 'none']),
    folder: z.string(),
  }),
})
