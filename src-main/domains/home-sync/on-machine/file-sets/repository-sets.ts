/** Repositories and working copies of which a part lies elsewhere: by what their own files and links say of where it is. */
import path from 'node:path'
import { placeInHome } from '../../../../commons/file-sets/on-machine/elsewhere.ts'
import type { FileHeads } from '../../../../commons/file-sets/on-machine/file-heads.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { FileSet } from '../../file-sets/file-set.ts'
import { isHistory } from '../../file-sets/set-marks.ts'
import { pathOfKey } from '../../inventory/inventory-entry.ts'

/** More is no file that leads elsewhere. */
const textBytes = 65_536

export function findRepositorySets(marks: readonly string[], home: string, heads: FileHeads): readonly FileSet[] {
  return marks.flatMap((key): readonly FileSet[] => {
    const mark = pathOfKey(key)
    if (key.endsWith('\u0001.git')) return joined('repository', mark, { names: gitFolderOf(mark, heads), home, heads })
    // Below `objects`: relative names start there (gitrepository-layout(5)).
    if (key.endsWith('\u0001objects\u0001info\u0001alternates')) {
      const names = heads.read(mark, textBytes).split('\n')
      const objects = path.posix.dirname(path.posix.dirname(mark))
      return names.flatMap((name) =>
        joined('repository', objects, { names: [name], from: `${objects}/info`, home, heads }),
      )
    }
    if (!isHistory(key)) return []
    return joined('working-copy', path.posix.dirname(mark), {
      names: [heads.read(mark, textBytes).trimEnd()],
      from: mark,
      home,
      heads,
    })
  })
}

interface Leading {
  readonly names: readonly string[]
  /** What relative names are next to. */
  readonly from?: BytePath
  readonly home: string
  readonly heads: FileHeads
}

/** `inside`: git's own folder or file, or what is in it. */
function joined(
  kind: FileSet['kind'],
  inside: BytePath,
  { names, from = inside, home, heads }: Leading,
): readonly FileSet[] {
  const one = around(inside)
  // A home is too large for one thing.
  if (!one.includes('/')) return []
  return names
    .flatMap((name) => placeInHome(name, { from, thing: one }, home))
    .map(around)
    .filter((other) => other.includes('/') && !`${one}/`.startsWith(`${other}/`) && heads.exists(other))
    .map((other) => ({ kind, paths: [other, one] }))
}

/** A file or link `.git`, of a further work tree, of a folder of git elsewhere, or of a submodule; or a folder whose `refs` are a link. */
function gitFolderOf(mark: BytePath, heads: FileHeads): readonly string[] {
  const named = heads.target(mark) ?? /^gitdir: (.+?)\n?$/.exec(heads.read(mark, textBytes))?.[1]
  if (named !== undefined) return [named.replace(/\/worktrees\/[^/]+$/, '')]
  const refs = heads.target(`${mark}/refs`)
  return refs === undefined ? [] : [path.posix.join(refs.startsWith('/') ? '' : '.git', path.posix.dirname(refs))]
}

/** The work tree, or the repository itself where it has none. */
function around(inside: BytePath): BytePath {
  return inside.replace(/\/[.](?:git|hg|jj)(?:\/.*)?$/, '').replace(/\/objects\/?$/, '')
}
