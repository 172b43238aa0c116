/** What an agent remembers of a switch by name until it is proven: what stays, and what was found to differ. */
import path from 'node:path'
import { z } from 'zod'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { readState, writeState } from '../../../../tools/files/state-file.ts'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'
import { homeMessages } from '../../messages.ts'

const namesSchema = z.object({ version: z.literal(1), paths: z.array(relativeBytePathSchema) })

export function readKept(switchFolder: string): readonly BytePath[] {
  return readNames(keptFile(switchFolder))
}

export function addKept(switchFolder: string, paths: readonly BytePath[]): readonly BytePath[] {
  const all = [...new Set([...readKept(switchFolder), ...paths])]
  writeNames(keptFile(switchFolder), all)
  return all
}

export function readDifferent(switchFolder: string): readonly BytePath[] {
  return readNames(differentFile(switchFolder))
}

export function writeDifferent(switchFolder: string, paths: readonly BytePath[]): void {
  writeNames(differentFile(switchFolder), paths)
}

/** Among what is kept: what programs had open for writing. */
export function readUsed(switchFolder: string): readonly BytePath[] {
  return readNames(usedFile(switchFolder))
}

export function addUsed(switchFolder: string, paths: readonly BytePath[]): void {
  writeNames(usedFile(switchFolder), [...new Set([...readUsed(switchFolder), ...paths])])
}

function usedFile(switchFolder: string): string {
  return path.join(switchFolder, 'used.json')
}

function keptFile(switchFolder: string): string {
  return path.join(switchFolder, 'kept.json')
}

function differentFile(switchFolder: string): string {
  return path.join(switchFolder, 'different.json')
}

function readNames(file: string): readonly BytePath[] {
  return readState(namesState(file))?.paths ?? []
}

function writeNames(file: string, paths: readonly BytePath[]): void {
  writeState(namesState(file), { version: 1, paths: [...paths] })
}

/** If it were assumed empty, kept differences would count as equal, and the next switch might remove them. */
function namesState(file: string): StateText<z.infer<typeof namesSchema>> {
  return { path: file, schema: namesSchema, without: homeMessages.withoutKept({}) }
}
