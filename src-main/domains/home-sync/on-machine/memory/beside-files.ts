/**
 * Files of this laptop that gave way to the other one's version and stay beside it, under names of their own: of a switch until
 * it is proven, and of earlier ones as long as the other laptop does not have them.
 */
import path from 'node:path'
import { z } from 'zod'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import type { PlaceLine } from '../../../../tools/files/place-lines.ts'
import { lookInside } from '../../../../tools/files/safe-path.ts'
import { readState, recallState, removeState, writeState } from '../../../../tools/files/state-file.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { homeMessages } from '../../messages.ts'
import { homeFolder, switchFolder } from '../scan/home-folders.ts'

const besideSchema = z.object({
  path: relativeBytePathSchema,
  as: relativeBytePathSchema,
  /** False while nobody has looked whether it came to be. */
  isDone: z.boolean(),
})
export type BesideFile = z.infer<typeof besideSchema>

const ofSwitchSchema = z.object({ version: z.literal(1), files: z.array(besideSchema) })
const ofLaptopSchema = z.object({ version: z.literal(1), paths: z.array(relativeBytePathSchema) })

/** Where the file that gives way to this line stays. */
export function besideOf({ path: at, beside }: PlaceLine): BytePath | undefined {
  return beside === undefined ? undefined : `${at.slice(0, at.lastIndexOf('/') + 1)}${beside}`
}

export function readBeside(folder: string): readonly BesideFile[] {
  return readState(ofSwitch(folder))?.files ?? []
}

/** On the disk before the first of the lines is done. */
export function noteBeside(folder: string, lines: readonly PlaceLine[]): void {
  const coming = lines.flatMap((line): readonly BesideFile[] => {
    const as = besideOf(line)
    return as === undefined ? [] : [{ path: line.path, as, isDone: false }]
  })
  if (coming.length === 0) return
  const isComing = new Set(coming.map(({ as }) => as))
  const others = readBeside(folder).filter(({ as }) => !isComing.has(as))
  writeState(ofSwitch(folder), { version: 1, files: [...others, ...coming] })
}

interface Trees {
  readonly live: string
  /** As the lines expected the living tree to be; undefined where it is gone. */
  readonly expected: string | undefined
}

/** Once nothing is done for these lines any more: of what was noted for them, what came to be stays noted. */
export function confirmBeside(folder: string, lines: readonly PlaceLine[], { live, expected }: Trees): void {
  const asked = new Set(lines.flatMap((line) => besideOf(line) ?? []))
  if (asked.size === 0) return
  const [now, then] = [lookInside(live), expected === undefined ? undefined : lookInside(expected)]
  try {
    const isKept = (one: BesideFile): boolean => {
      const was = then?.stat(one.path)
      return was !== undefined && now.stat(one.as)?.ino === was.ino && now.stat(one.path)?.ino !== was.ino
    }
    const files = readBeside(folder).flatMap((one): readonly BesideFile[] => {
      if (!asked.has(one.as)) return [one]
      return isKept(one) ? [{ ...one, isDone: true }] : []
    })
    writeState(ofSwitch(folder), { version: 1, files })
  } finally {
    now.close()
    then?.close()
  }
}

export function recallBeside(stateFolder: string): readonly BytePath[] {
  return recallState(ofLaptop(stateFolder))?.paths ?? []
}

/** Once a switch is proven. `alone`: what the other laptop does not have, nor anything in it. */
export function rememberBeside(stateFolder: string, switchId: string, alone: readonly BytePath[]): void {
  const isAlone = createCover(alone)
  const ofThisSwitch = readBeside(switchFolder(stateFolder, switchId)).map(({ as }) => as)
  const known = new Set([...recallBeside(stateFolder), ...ofThisSwitch])
  const paths = [...known].filter((one) => isAlone(keyOfPath(one)))
  const state = ofLaptop(stateFolder)
  if (paths.length === 0) removeState(state.path)
  else writeState(state, { version: 1, paths })
}

/** If it were assumed empty, a version of the other laptop would be taken for one of this laptop's own, and kept once more. */
function ofSwitch(folder: string): StateText<z.infer<typeof ofSwitchSchema>> {
  return { path: path.join(folder, 'beside.json'), schema: ofSwitchSchema, without: homeMessages.withoutKept({}) }
}

function ofLaptop(stateFolder: string): StateText<z.infer<typeof ofLaptopSchema>> {
  return {
    path: path.join(homeFolder(stateFolder), 'beside.json'),
    schema: ofLaptopSchema,
    without: homeMessages.withoutBeside({}),
  }
}
