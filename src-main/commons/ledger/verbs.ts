/**
 * What both laptops remember of their switches: who has the latest work, what was done, what is not finished, and
 * whether somebody is at it. Each laptop keeps its own copy; `on-pair/agreement.ts` compares the two.
 */
import { z } from 'zod'
import { historyEntrySchema } from '../../contract/overview-calls.ts'
import { defineVerb } from '../../contract/define.ts'
import { messageSchema } from '../../contract/message.ts'
import { toldProgressSchema } from '../../contract/progress/told.ts'
import { laptopSchema } from '../../contract/switch-state.ts'

const idPattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/

/** Becomes part of a file name. */
export const switchIdSchema = z.string().regex(idPattern)

export const planIdSchema = z.string().regex(idPattern)

/** Who has the latest work, as one laptop remembers it. `by` is the name by which pairing knows it. */
export const rememberedHolderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('held'),
    by: z.string(),
    since: z.string(),
    switchId: switchIdSchema,
    /** That switch was undone: `by` is the laptop that it had left. */
    undone: z.literal(true).optional(),
  }),
  /** After a rollback, for example: what is on this laptop is not what the last switch left there. */
  z.object({ kind: z.literal('unclear'), why: messageSchema, since: z.string() }),
])
export type RememberedHolder = z.infer<typeof rememberedHolderSchema>

export const openRecordSchema = z.object({
  switchId: switchIdSchema,
  from: laptopSchema,
  to: laptopSchema,
  since: z.string(),
  /** `name` of the laptop whose app drives the switch: see `startedOn`. */
  startedBy: z.string(),
})

/** `holderBefore`: who had the work on this laptop when the switch began. */
export const keptOpenRecordSchema = openRecordSchema.extend({ holderBefore: rememberedHolderSchema.optional() })

/** Not resumable any more, and in no history: nothing was proven. */
export const givenUpRecordSchema = keptOpenRecordSchema.extend({ givenUpAt: z.string() })

/** What a laptop is reserved for: a switch, or work on it alone, such as on its files, its snapshots or one of its file systems. */
export const reservationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('switch'), from: laptopSchema, to: laptopSchema }),
  z.object({ kind: z.literal('work'), laptop: laptopSchema }),
])
export type Reservation = z.infer<typeof reservationSchema>

/** `id`: of the switch or the work. `startedBy`: `name` of the laptop whose app does it. */
export const lockRequestSchema = z.object({ id: switchIdSchema, of: reservationSchema, startedBy: z.string() })

/** `ours`: held by the agent that answers. */
const lockViewSchema = lockRequestSchema.extend({ since: z.string(), alive: z.boolean(), ours: z.boolean() })
export type LockView = z.infer<typeof lockViewSchema>

export const ledgerViewSchema = z.object({
  holder: rememberedHolderSchema,
  /** The last switch after which the two laptops were compared and found equal. */
  lastEqualSwitchId: switchIdSchema.optional(),
  /** Newest first. */
  history: z.array(historyEntrySchema),
  /** Whether this laptop was suspended or restarted since the newest switch ended; absent where nobody knows. */
  hasSlept: z.boolean().optional(),
  lock: lockViewSchema.optional(),
  open: keptOpenRecordSchema.optional(),
  /** Newest first. */
  givenUp: z.array(givenUpRecordSchema),
  /** Of the switch that runs, told by the laptop that runs it; not when that is longer ago. */
  progress: toldProgressSchema.extend({ switchId: switchIdSchema }).optional(),
})
export type LedgerView = z.infer<typeof ledgerViewSchema>

export const readLedger = defineVerb({
  name: 'ledger.read',
  title: 'read what is remembered of earlier switches',
  mutates: false,
  input: z.object({}),
  output: ledgerViewSchema,
})

/** Held for as long as this agent lives. Taking it again for the same is harmless. AppError "locked" otherwise. */
export const lockLedger = defineVerb({
  name: 'ledger.lock',
  title: 'reserve the laptop',
  mutates: true,
  input: lockRequestSchema,
  output: z.object({}),
})

/** Gives back what this agent holds; harmless when it holds nothing. */
export const unlockLedger = defineVerb({
  name: 'ledger.unlock',
  title: 'free the laptop for others',
  mutates: true,
  input: z.object({ id: switchIdSchema }),
  output: z.object({}),
})

/** Remembers that a switch has begun and is not finished. Needs the lock. */
export const openSwitch = defineVerb({
  name: 'ledger.open',
  title: 'remember that the switch has begun',
  mutates: true,
  input: openRecordSchema,
  output: z.object({}),
})

/** For the laptop whose app does not drive it: what whoever sits at it is shown. Needs the lock. */
export const tellProgress = defineVerb({
  name: 'ledger.progress',
  title: 'say how far the switch is',
  mutates: true,
  input: toldProgressSchema.extend({ switchId: switchIdSchema }),
  output: z.object({}),
})

/** Writes the end of a switch: proof, history, who holds the work now. Needs the lock; may be asked again. */
export const concludeSwitch = defineVerb({
  name: 'ledger.conclude',
  title: 'remember how the switch ended',
  mutates: true,
  input: z.object({
    switchId: switchIdSchema,
    entry: historyEntrySchema.extend({ switchId: switchIdSchema }),
    /** Absent where the work stays where it is. */
    holder: z.object({ by: z.string(), since: z.string() }).optional(),
    proofJson: z.string().max(64_000_000),
  }),
  output: z.object({}),
})

/** For the source: the target was put back to what it was before that switch. Needs the lock; repeatable. */
export const noteUndone = defineVerb({
  name: 'ledger.undone',
  title: 'remember that the switch was undone',
  mutates: true,
  input: z.object({ switchId: switchIdSchema, operationId: switchIdSchema, since: z.string() }),
  output: z.object({}),
})

/** Gives an unfinished switch up: it is not offered to be resumed any more. Refused while somebody is at it. */
export const dismissSwitch = defineVerb({
  name: 'ledger.dismiss',
  title: 'give the unfinished switch up',
  mutates: true,
  input: z.object({ switchId: switchIdSchema }),
  output: z.object({}),
})

export const readProof = defineVerb({
  name: 'ledger.proof',
  title: 'read the proof of a switch',
  mutates: false,
  input: z.object({ switchId: switchIdSchema }),
  output: z.object({ proofJson: z.string() }),
})
