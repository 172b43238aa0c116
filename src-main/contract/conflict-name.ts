/**
 * Names of the files in which Syncthing keeps the version that gave way, where both sides changed one:
 * "letter.sync-conflict-20261129-140512-GPBWUOZ.odt". The device in it wrote the version that won, so it is nobody's copy by that
 * (docs/facts/syncthing.md); the time is when Syncthing met both.
 */
import { bytePathFromText, type BytePath } from '../kernel/byte-path.ts'

/** For find(1) and its like; what it finds may still be no such name. */
export const conflictPattern = '*.sync-conflict-*'

interface ConflictName {
  /** The path of the file that it is a version of. */
  readonly file: BytePath
  /** In the time of the laptop that met both. */
  readonly metAt: Date
}

/** A copy of a copy is one of the same file. Undefined for any other path. */
export function parseConflictPath(path: BytePath): ConflictName | undefined {
  const end = path.lastIndexOf('/') + 1
  let [name, metAt] = [path.slice(end), undefined as Date | undefined]
  for (let one = parseName(name); one !== undefined; one = parseName(name)) {
    name = one.name
    metAt ??= one.metAt
  }
  return metAt === undefined || isNoName.has(name) ? undefined : { file: `${path.slice(0, end)}${name}`, metAt }
}

/** Before 0.14.52 without a device. What ends the name is as Go's filepath.Ext has it: all of ".bashrc". */
const mark = /^(.*)\.sync-conflict-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(?:-[A-Z2-7]{0,7})?(\.[^.]*)?$/s

const isNoName: ReadonlySet<string> = new Set(['', '.', '..'])

function parseName(name: BytePath): { readonly name: BytePath; readonly metAt: Date } | undefined {
  const [, stem, ...rest] = mark.exec(name) ?? []
  if (stem === undefined) return undefined
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = rest.slice(0, 6).map(Number)
  const metAt = new Date(year, month - 1, day, hours, minutes, seconds)
  const isTime = metAt.getMonth() === month - 1 && metAt.getDate() === day && hours < 24 && minutes < 60 && seconds < 60
  return isTime ? { name: `${stem}${rest[6] ?? ''}`, metAt } : undefined
}

/** "2026-11-29 14.05", for a name of its own. */
export function timeInName(at: Date): BytePath {
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return bytePathFromText(`${day} ${two(at.getHours())}.${two(at.getMinutes())}`)
}
