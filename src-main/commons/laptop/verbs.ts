/**
 * What is asked of one laptop by itself: to stay awake, to write its disks, what it is called, how fast it is reached,
 * what it could not read of its own, and to end an agent that hangs.
 */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import { processIdentitySchema } from '../../tools/proc/process-identity.ts'

/** Until `awake.release` or the end of the agent, also when the lid is closed. Asking again is harmless. */
export const holdAwake = defineVerb({
  name: 'awake.hold',
  title: 'keep the laptop awake',
  mutates: true,
  input: z.object({ why: z.string().max(200) }),
  output: z.object({}),
})

export const releaseAwake = defineVerb({
  name: 'awake.release',
  title: 'let the laptop sleep again',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})

/** Answered before it sleeps. Whoever keeps the laptop awake, as a switch does, keeps it from this too. */
export const suspendLaptop = defineVerb({
  name: 'awake.suspend',
  title: 'suspend the laptop',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})

/** Every file system that a switch may have written to. Does not wait for network mounts and removable media. */
export const flushDisks = defineVerb({
  name: 'disks.flush',
  title: 'write everything to the disk',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({}),
  output: z.object({}),
})

/** Ends it and what it started; what it had reserved is free then. Harmless when it has ended. */
export const endHungAgent = defineVerb({
  name: 'agents.end',
  title: 'end an agent that does not answer',
  mutates: true,
  input: processIdentitySchema,
  /** False when it has ended already, or that process is no agent. */
  output: z.object({ ended: z.boolean() }),
})

/** Takes what is sent, and says how much it was. How long that takes tells how fast the link is. */
export const measureLink = defineVerb({
  name: 'link.measure',
  title: 'measure the link',
  mutates: false,
  input: z.object({ data: z.string().max(8 * 1024 * 1024) }),
  output: z.object({ characters: z.number() }),
})

export const longestLabel = 40

/** As hostnamed(8) has it: no control characters, and no spaces around it. */
const labelSchema = z
  .string()
  .max(longestLabel)
  // eslint-disable-next-line no-control-regex -- control characters are what a name must not have
  .regex(/^(?! )[^\u0000-\u001f\u007f]*(?<! )$/)

export const isLabel = (text: string): boolean => labelSchema.safeParse(text).success

export const readLabel = defineVerb({
  name: 'laptop-names.read',
  title: 'read what the laptop is called',
  mutates: false,
  input: z.object({}),
  /** `label`: the pretty host name, else the host name. */
  output: z.object({ label: z.string(), hostName: z.string().optional() }),
})

/** "" takes the name away. */
export const writeLabel = defineVerb({
  name: 'laptop-names.write',
  title: 'name the laptop',
  mutates: true,
  input: z.object({ label: labelSchema }),
  output: z.object({ label: z.string(), hostName: z.string().optional() }),
})

export const listSetAside = defineVerb({
  name: 'set-aside.list',
  title: 'list files that could not be read',
  mutates: false,
  input: z.object({}),
  output: z.object({
    /** Absolute, the newest of each folder first. */
    files: z.array(z.object({ file: z.string(), aside: z.string() })),
  }),
})
