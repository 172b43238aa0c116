/** /etc/pc-switcher/paired.json, root's: what pairing made on this laptop. It is written before the thing itself is made. */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { readIfThere } from '../../../tools/files/own-file.ts'
import { parseState } from '../../../kernel/state-text.ts'
import { pairingMessages } from '../messages.ts'
import { placeFile } from './place-file.ts'
import type { SetUpHost } from './set-up-host.ts'

/**
 * The subvolume of pc-switcher's own state. "making": until it is mounted and fstab has its line. "mounted": what the folder
 * held before is being deleted. "leaving": until the folder has everything again. "left": the subvolume is being deleted.
 */
const stateSchema = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('making'),
    /** From when it has everything: the sum of what was copied. */
    made: z.object({ uuid: z.string(), sum: z.string() }).optional(),
    /** Whether the last line of fstab had an end. */
    wholeLines: z.boolean(),
  }),
  z.object({ phase: z.enum(['mounted', 'made', 'left']), uuid: z.string(), wholeLines: z.boolean() }),
  z.object({ phase: z.literal('leaving'), uuid: z.string(), wholeLines: z.boolean(), sum: z.string().optional() }),
])
export type StateRecord = z.infer<typeof stateSchema>

const recordSchema = z.object({
  version: z.literal(1),
  person: z.string(),
  peer: z.string().optional(),
  /** Files and folders that were not there before. */
  made: z.array(z.string()),
  /** Whether the history of /etc was begun. */
  history: z.boolean(),
  /** Undefined where none was made. */
  state: stateSchema.optional(),
})
export type PairedRecord = z.infer<typeof recordSchema>

export function readRecord({ places, person, name }: SetUpHost): PairedRecord {
  const text = readIfThere(places.paired)
  if (text === undefined) return { version: 1, person: person.name, made: [], history: false }
  const state = { path: places.paired, schema: recordSchema, without: pairingMessages.pairAgain({}) }
  const record = parseState(state, text)
  if (record.person !== person.name) throw pairingMessages.otherPerson({ person: record.person, name })
  return record
}

export async function writeRecord({ places, root }: SetUpHost, record: PairedRecord): Promise<PairedRecord> {
  await placeFile(places.paired, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o644, owner: root })
  return record
}

/** Remembers those that are not there as ours, before they are made. */
export async function remember(host: SetUpHost, record: PairedRecord, paths: readonly string[]): Promise<PairedRecord> {
  const fresh = paths.filter((path) => !record.made.includes(path) && !existsSync(path))
  return writeRecord(host, { ...record, made: [...record.made, ...fresh] })
}

/** Of the subvolume of pc-switcher's own state; undefined forgets it. */
export async function rememberState(host: SetUpHost, state: StateRecord | undefined): Promise<void> {
  await writeRecord(host, { ...readRecord(host), state })
}
