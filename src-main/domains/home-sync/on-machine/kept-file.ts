/** What stays on this laptop in a switch, as its agent remembers it until the switch is proven. */
import path from 'node:path'
import { z } from 'zod'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { readIfThere, writeDurably } from '../../../tools/durable-file.ts'
import { homePathSchema } from '../verbs.ts'

const keptSchema = z.object({ version: z.literal(1), paths: z.array(homePathSchema) })

function keptFile(switchFolder: string): string {
  return path.join(switchFolder, 'kept.json')
}

export function readKept(switchFolder: string): readonly BytePath[] {
  const text = readIfThere(keptFile(switchFolder))
  return text === undefined ? [] : keptSchema.parse(JSON.parse(text)).paths
}

export function addKept(switchFolder: string, paths: readonly BytePath[]): readonly BytePath[] {
  const all = [...new Set([...readKept(switchFolder), ...paths])]
  writeDurably(keptFile(switchFolder), JSON.stringify({ version: 1, paths: all }))
  return all
}
