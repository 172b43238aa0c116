/** Getting what was written onto the disk, so that it is still there after a power loss. */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'

/** Every file system that a switch may have written to. Does not wait for network mounts and removable media. */
export const flushDisks = defineVerb({
  name: 'disks.flush',
  title: 'write everything to the disk',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({}),
  output: z.object({}),
})
