import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Stretch } from './inventory-summary.ts'

const outlineSchema = z.array(z.tuple([z.number(), z.number(), z.string()]))

export function writeOutline(folder: string, stretches: readonly Stretch[]): void {
  writeFileSync(path.join(folder, 'outline.json'), JSON.stringify(stretches), { mode: 0o600 })
}

export function readOutline(folder: string): Stretch[] {
  return outlineSchema.parse(JSON.parse(readFileSync(path.join(folder, 'outline.json'), 'utf8')))
}
