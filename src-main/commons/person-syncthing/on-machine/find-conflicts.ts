/** Files in which a Syncthing keeps versions that gave way, in the home of the person. */
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { lookInside } from '../../../tools/files/safe-path.ts'
import { findNamed } from '../../../tools/find/find-named.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { namesAnywhere } from '../../home-exclusions/exclusion.ts'
import { exclusionsInHome } from '../../home-exclusions/exclusions.ts'
import { conflictPattern, parseConflictPath } from '../../../contract/conflict-name.ts'
import { conflictsAtMost } from '../verbs.ts'

export interface FoundConflicts {
  /** Below the home. */
  readonly paths: readonly BytePath[]
  /** How many there are that were not told. */
  readonly more: number
}

/** Of a home that is looked at again and again. */
export function createKnownConflicts() {
  let known: (FoundConflicts & { readonly home: string; readonly atMs: number }) | undefined
  return async (
    person: Pick<HostContext['person'], 'uid' | 'gid' | 'home'>,
    knownMs: number,
    options: RunOptions,
  ): Promise<FoundConflicts> => {
    const { home } = person
    const atMs = performance.now()
    if (known === undefined || known.home !== home || atMs - known.atMs >= knownMs)
      known = { ...(await findConflictsOf(person, options)), home, atMs }
    return { paths: stillThere(home, known.paths), more: known.more }
  }
}

function stillThere(home: string, paths: readonly BytePath[]): readonly BytePath[] {
  const inside = lookInside(home)
  try {
    return paths.filter((path) => inside.stat(path)?.isFile() === true)
  } finally {
    inside.close()
  }
}

/** Nothing is looked for in caches and their like: who writes there decides nothing. */
export async function findConflictsOf(
  { uid, gid, home }: Pick<HostContext['person'], 'uid' | 'gid' | 'home'>,
  options: RunOptions,
): Promise<FoundConflicts> {
  const request = { root: home, as: { uid, gid }, pattern: conflictPattern, without, most: conflictsAtMost }
  const { paths, more } = await findNamed(request, options)
  return { paths: paths.filter((path) => parseConflictPath(path) !== undefined).toSorted(), more }
}

const notEntered: readonly string[] = ['cache', 'trash', 'store', 'own', 'syncthing', 'system']
const rules = exclusionsInHome.filter(({ kind }) => notEntered.includes(kind))

const without = {
  names: rules.flatMap((rule) => namesAnywhere(rule) ?? []),
  paths: rules.filter((rule) => namesAnywhere(rule) === undefined).map(({ pattern }) => pattern),
}
