/**
 * Remembers names, so that a search need not read every snapshot again: for each set, how its names differ from those
 * of the next newer one. Only root can read it. A cache: it may be removed at any time.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { isSetAside, setAside } from '../../../../tools/files/set-aside.ts'
import { nameDeltaSchema, type NameDelta, type NameIndex } from './name-index.ts'

const memorySchema = z.object({ version: z.literal(1), newer: z.string(), delta: nameDeltaSchema })
const headSchema = z.object({ version: z.literal(1), folders: nameDeltaSchema })

export interface NameMemory {
  /** Undefined when it is not remembered against this newer one. */
  recall(setId: string, newer: string): NameDelta | undefined
  keep(setId: string, newer: string, delta: NameDelta): void
  /** The names as they were at the last search: a start for the next. */
  recallHead(): NameIndex
  keepHead(index: NameIndex): void
  /** Forgets sets that are not there any more. What was set aside stays. */
  forgetOthers(setIds: readonly string[]): void
}

/** `folder` is a snapshot's place within its set. */
export function openNameMemory(stateFolder: string, subvolume: string): NameMemory {
  const place = path.join(stateFolder, 'snapshot-names', subvolume.replaceAll('/', '+'))
  const fileOf = (name: string) => path.join(place, `${name}.json.gz`)
  const read = <T>(name: string, schema: z.ZodType<T>): T | undefined => {
    if (!existsSync(fileOf(name))) return undefined
    try {
      return schema.parse(JSON.parse(gunzipSync(readFileSync(fileOf(name))).toString('latin1')))
    } catch {
      setAside(fileOf(name), `${fileOf(name)} cannot be read. The names are read again.`)
      return undefined
    }
  }
  const write = (name: string, value: unknown): void => {
    const beside = `${fileOf(name)}.new`
    try {
      mkdirSync(place, { recursive: true, mode: 0o700 })
      writeFileSync(beside, gzipSync(Buffer.from(JSON.stringify(value), 'latin1'), { level: 1 }), { mode: 0o600 })
      renameSync(beside, fileOf(name))
    } catch {
      // The disk is full, or there are too many names for one string. The next search is only slower.
      removeIfThere(beside)
    }
  }
  return {
    recall(setId, newer) {
      const memory = read(setId, memorySchema)
      return memory?.newer === newer ? memory.delta : undefined
    },
    keep: (setId, newer, delta) => write(setId, { version: 1, newer, delta }),
    recallHead: () =>
      new Map(
        (read('head', headSchema)?.folders ?? []).flatMap(([name, one]) =>
          one === null ? [] : [[name, one] as const],
        ),
      ),
    keepHead: (index) => write('head', { version: 1, folders: [...index] }),
    forgetOthers(setIds) {
      const wanted = new Set([...setIds, 'head'].map((name) => path.basename(fileOf(name))))
      for (const name of existsSync(place) ? readdirSync(place) : []) {
        if (!wanted.has(name) && !isSetAside(name)) rmSync(path.join(place, name), { force: true })
      }
    },
  }
}

function removeIfThere(file: string): void {
  if (existsSync(file)) rmSync(file, { force: true })
}
