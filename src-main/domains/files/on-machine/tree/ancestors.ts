/** Folders around paths. Pure. */
import type { BytePath } from '../../../../kernel/byte-path.ts'

/** Paths inside other selected ones are left out. */
export function outermost(paths: readonly BytePath[]): readonly BytePath[] {
  const all = new Set(paths)
  return [...all].filter((path) => !ancestorsOf(path).some((around) => all.has(around)))
}

/** "a", "a/b" of "a/b/c". */
export function ancestorsOf(path: BytePath): readonly BytePath[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}
