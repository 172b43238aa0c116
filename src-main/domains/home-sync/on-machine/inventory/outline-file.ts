/** Beside each inventory: its stretches, which say nearly all of it without its being read. */
import { createHash } from 'node:crypto'
import { statSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { writeDurably } from '../../../../tools/files/durable-file.ts'
import { recallState } from '../../../../tools/files/state-file.ts'
import { homeMessages } from '../../messages.ts'
import { stretchSchema, type Stretch } from './stretch.ts'

const outlineSchema = z.object({
  version: z.literal(2),
  /** SHA-1 of all that follows. */
  sum: z.string(),
  /** Which rules the inventory was made by, as a digest of them. */
  rules: z.string(),
  stretches: z.array(stretchSchema),
})

/** An inventory on this disk that is whole. */
export interface Inventory {
  readonly file: string
  readonly rules: string
  readonly stretches: readonly Stretch[]
}

/** That of a scan need not be flushed: it can be repeated. */
export function writeOutline({ file, rules, stretches }: Inventory, durable = false): void {
  const text = JSON.stringify({ version: 2, sum: sumOf({ rules, stretches }), rules, stretches })
  const place = outlineState(file).path
  if (durable) writeDurably(place, text)
  else writeFileSync(place, text, { mode: 0o600 })
}

/** Undefined when it is not there, or is not as it was written. */
export function recallInventory(file: string): Inventory | undefined {
  const size = statSync(file, { throwIfNoEntry: false })?.size
  const outline = size === undefined ? undefined : recallState(outlineState(file))
  if (outline === undefined || outline.sum !== sumOf(outline)) return undefined
  const { rules, stretches } = outline
  return (stretches.at(-1)?.end ?? 0) === size ? { file, rules, stretches } : undefined
}

/** AppError "plan-expired" when it is not there, or is not as it was written. */
export function openInventory(file: string): Inventory {
  const inventory = recallInventory(file)
  if (inventory === undefined) throw homeMessages.scanExpired({}, { details: file })
  return inventory
}

export function outlineFile(inventory: string): string {
  return `${inventory}.outline.json`
}

function sumOf({ rules, stretches }: Omit<Inventory, 'file'>): string {
  return createHash('sha1')
    .update(JSON.stringify([rules, stretches]))
    .digest('hex')
}

function outlineState(inventory: string): StateText<z.infer<typeof outlineSchema>> {
  return { path: outlineFile(inventory), schema: outlineSchema, without: homeMessages.withoutOutline({}) }
}
