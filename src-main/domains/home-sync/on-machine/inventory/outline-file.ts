/** Beside each inventory: its stretches, which say nearly all of it without its being read. */
import { createHash } from 'node:crypto'
import { statSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { writeDurably } from '../../../../tools/files/durable-file.ts'
import { inodeStamp, inodeStampAt } from '../../../../tools/files/file-stamp.ts'
import { recallState } from '../../../../tools/files/state-file.ts'
import { homeMessages } from '../../messages.ts'
import { treeStampSchema } from '../scan/tree-stamps.ts'
import { areAsWritten, outlineFile, setAsideInventory } from './damage.ts'
import { stretchSchema, type Stretch } from './stretch.ts'

const outlineSchema = z.object({
  version: z.literal(1),
  /** SHA-1 of all that follows. */
  sum: z.string(),
  /** Which rules the inventory was made by, as a digest of them. */
  rules: z.string(),
  stretches: z.array(stretchSchema),
  /** Of the inventory when this was written: nobody has written to it since while that is the same. */
  stamp: z.string(),
  /** Of the frozen tree that a scan listed. Absent in a base. */
  trees: z.array(treeStampSchema).optional(),
})

/** An inventory on this disk that is whole. */
export interface Inventory {
  readonly file: string
  readonly rules: string
  readonly stretches: readonly Stretch[]
  /** Of the frozen tree that a scan listed: that is the inventory's as long as it is the same. */
  readonly trees?: readonly z.infer<typeof treeStampSchema>[] | undefined
}

type Outline = z.infer<typeof outlineSchema>

/** What was written or read last, by file: that of a large home takes long to understand. It counts as long as its file is the same. */
const recent = new Map<string, { readonly stamp: string; readonly outline: Outline }>()
const recentAtMost = 4

/** When all of the inventory is written and has its name. That of a scan need not be flushed: it can be repeated. */
export function writeOutline({ file, rules, stretches, trees }: Inventory, durable = false): void {
  const known = { version: 1 as const, rules, stretches: [...stretches], stamp: stampOf(file) }
  const outline: Outline = { ...known, sum: sumOf(known), ...(trees === undefined ? {} : { trees: [...trees] }) }
  const text = JSON.stringify(outline)
  const place = outlineState(file).path
  if (durable) writeDurably(place, text)
  else writeFileSync(place, text, { mode: 0o600 })
  keepRecent(file, inodeStampAt(outlineFile(file)), outline)
}

/** Undefined when it is not there, or is not as it was written: then it is set aside. */
export function recallInventory(file: string): Inventory | undefined {
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size === undefined) return undefined
  const outline = recallOutline(file)
  if (outline === undefined) return undefined
  const { rules, stretches, stamp, trees } = outline
  const inventory = { file, rules, stretches, trees }
  const isComplete = outline.isWhole && stretches.every(({ end }) => end <= size)
  if (isComplete && stamp === stampOf(file)) return inventory
  if (!isComplete || !areAsWritten(file, stretches)) {
    setAsideInventory(file)
    return undefined
  }
  // It was copied with all that is remembered: to another disk, or back from it.
  writeOutline(inventory, true)
  return inventory
}

function recallOutline(file: string): (Outline & { readonly isWhole: boolean }) | undefined {
  const known = recent.get(file)
  // Of before it is read: what is put in its place meanwhile has another one.
  const stamp = inodeStampAt(outlineFile(file))
  if (known !== undefined && known.stamp === stamp) return { ...known.outline, isWhole: true }
  const outline = recallState(outlineState(file))
  if (outline === undefined) return undefined
  const isWhole = outline.sum === sumOf(outline)
  if (isWhole) keepRecent(file, stamp, outline)
  return { ...outline, isWhole }
}

function keepRecent(file: string, stamp: string | undefined, outline: Outline): void {
  recent.delete(file)
  if (stamp !== undefined) recent.set(file, { stamp, outline })
  const [oldest] = recent.keys()
  if (recent.size > recentAtMost && oldest !== undefined) recent.delete(oldest)
}

/** AppError "plan-expired" when it is not there, or is not as it was written. */
export function openInventory(file: string): Inventory {
  const inventory = recallInventory(file)
  if (inventory === undefined) throw homeMessages.scanExpired({}, { details: file })
  return inventory
}

function stampOf(file: string): string {
  return inodeStamp(statSync(file, { bigint: true }))
}

function sumOf({ rules, stretches }: Pick<Inventory, 'rules' | 'stretches'>): string {
  return createHash('sha1')
    .update(JSON.stringify([rules, stretches]))
    .digest('hex')
}

function outlineState(inventory: string): StateText<z.infer<typeof outlineSchema>> {
  return { path: outlineFile(inventory), schema: outlineSchema, without: homeMessages.withoutOutline({}) }
}
