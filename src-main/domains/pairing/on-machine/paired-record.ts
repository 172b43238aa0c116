/** /etc/pc-switcher/paired.json, root's: what pairing made on this laptop. It is written before the thing itself is made. */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { parseState } from '../../../kernel/state-text.ts'
import { readIfThere } from '../../../tools/files/durable-file.ts'
import { pairingMessages } from '../messages.ts'
import { placeFile } from './place-file.ts'
import type { SetUpHost } from './set-up-host.ts'

const recordSchema = z.object({
  version: z.literal(1),
  person: z.string(),
  peer: z.string().optional(),
  /** Files and folders that were not there before. */
  made: z.array(z.string()),
  /** Whether the history of /etc was begun. */
  history: z.boolean(),
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
