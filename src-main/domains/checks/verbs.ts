/** What has to be known of a laptop before a switch: room, power, time, who its person is. */
import { z } from 'zod'
import { diskSpaceSchema } from '../../commons/disk-space.ts'
import { homePlaceSchema } from '../../commons/home-subvolume/schemas.ts'
import { planIdSchema } from '../../commons/ledger/verbs.ts'
import { defineVerb } from '../../contract/define.ts'

/** One for each file system that the system or /home is on. */
const fileSystemSchema = z.object({
  places: z.array(z.enum(['/', '/home'])).min(1),
  fsType: z.string(),
  totalBytes: z.number(),
  freeBytes: z.number(),
  /** Only where it is btrfs. */
  btrfs: diskSpaceSchema.optional(),
})
export type FileSystem = z.infer<typeof fileSystemSchema>

const sessionSchema = z.object({
  account: z.string(),
  /** remote: by ssh or the like. */
  kind: z.enum(['desktop', 'terminal', 'remote']),
  isLocked: z.boolean(),
  isIdle: z.boolean(),
  since: z.string(),
})
export type Session = z.infer<typeof sessionSchema>

const powerSchema = z.object({ plugged: z.boolean(), percent: z.number().optional() })
export type Power = z.infer<typeof powerSchema>

export const factsSchema = z.object({
  /** "Ubuntu 24.04.1 LTS" */
  system: z.string(),
  agentVersion: z.string(),
  hostName: z.string().optional(),
  bootId: z.string(),
  person: z.object({ name: z.string(), uid: z.number(), gid: z.number(), home: z.string() }),
  /** What goes with the person's account and never travels. */
  ofPerson: z.object({ groups: z.array(z.string()), hasCrontab: z.boolean() }),
  power: powerSchema,
  fileSystems: z.array(fileSystemSchema).min(1),
  home: homePlaceSchema,
  /** Whether a time server sets the clock; absent where the system does not say. */
  clockSynchronized: z.boolean().optional(),
  newestSnapshotAt: z.string().optional(),
  /** Who is logged in, the other laptop not among them; absent where the system does not say. */
  sessions: z.array(sessionSchema).optional(),
})
export type CheckedFacts = z.infer<typeof factsSchema>

export const checkFacts = defineVerb({
  name: 'checks.facts',
  title: 'look at the laptop',
  mutates: false,
  /** For a plan, where room is short, what pc-switcher can do without is deleted first, and nothing that is of this plan. */
  input: z.object({ planId: planIdSchema.optional() }),
  output: factsSchema,
})

export const checkPower = defineVerb({
  name: 'checks.power',
  title: 'look at the battery',
  mutates: false,
  input: z.object({}),
  output: powerSchema,
})

/** Answers at once, so that the way there and back can be told from the clock. */
export const readClock = defineVerb({
  name: 'checks.clock',
  title: 'read the clock',
  mutates: false,
  input: z.object({}),
  output: z.object({ unixMs: z.number() }),
})
