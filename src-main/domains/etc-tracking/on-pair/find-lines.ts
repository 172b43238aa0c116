/** What has to be done in /etc of the target, in an order that is safe to stop after each line. */
import type { BytePath } from '../../../kernel/byte-path.ts'
import { decide } from '../decide.ts'
import type { EtcEntry } from '../verbs.ts'
import type { EtcPair, EtcPath } from './compare-etc.ts'
import type { Rules } from './decisions.ts'

export interface EtcLine {
  readonly path: BytePath
  readonly action: 'place' | 'remove'
}

/** `differing` is to become as on the source. What makes way for something of another kind goes first. */
export function linesOf(inspection: EtcPair, differing: readonly EtcPath[], rules: Rules): readonly EtcLine[] {
  const coming = differing.filter(({ from }) => from !== undefined)
  const going = differing.filter(({ from }) => from === undefined).map(({ path }) => path)
  const replaced = coming.filter(({ from, to }) => to?.kind === 'folder' && from?.kind !== 'folder')
  const isInTheWay = (path: BytePath) => replaced.some((folder) => path.startsWith(`${folder.path}/`))
  const places = [...new Set([...missingParents(inspection, coming, rules), ...coming.map(({ path }) => path)])].sort()
  return [
    ...deepestFirst(going.filter(isInTheWay)).map(removal),
    ...places.map((path) => ({ path, action: 'place' }) as const),
    ...deepestFirst(going.filter((path) => !isInTheWay(path))).map(removal),
  ]
}

function removal(path: BytePath): EtcLine {
  return { path, action: 'remove' }
}

function deepestFirst(paths: readonly BytePath[]): readonly BytePath[] {
  return [...paths].sort().reverse()
}

/** Folders that hold something tracked, are not tracked themselves, and are not there: they come as they are on the other laptop. */
function missingParents({ paths, never }: EtcPair, coming: readonly EtcPath[], rules: Rules): readonly BytePath[] {
  const byPath = new Map(paths.map((one) => [one.path, one]))
  return coming
    .flatMap(({ path }) => parentsOf(path))
    .filter((path) => {
      const { from, to } = byPath.get(path) ?? {}
      return from?.kind === 'folder' && to === undefined && decide(path, rules, never) !== 'always'
    })
}

function parentsOf(path: BytePath): readonly BytePath[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_part, index) => `/${parts.slice(0, index + 1).join('/')}`)
}

/** Belongs, or gives something, to an account that is not known on the target: it would be a stranger's there. */
export function hasUnknownOwner({ from }: EtcPath, { to }: EtcPair): boolean {
  if (from === undefined) return false
  const { users, groups } = accountsIn(from)
  const isUnknown = (name: string, known: readonly string[]) => !/^\d+$/.test(name) && !known.includes(name)
  return (
    users.some((name) => isUnknown(name, to.accounts.users)) ||
    groups.some((name) => isUnknown(name, to.accounts.groups))
  )
}

/** The accounts that own an entry, or that its ACLs give something to, by name. */
function accountsIn({ owner, group, attributes = '' }: EtcEntry): {
  readonly users: readonly string[]
  readonly groups: readonly string[]
} {
  const acls = attributes.split('\n').flatMap((line) => /^system\.posix_acl_[a-z]+=(.*)$/.exec(line)?.[1] ?? [])
  const entries = acls.flatMap((acl) => acl.split(',')).map((entry) => entry.split(':'))
  const named = (wanted: string) =>
    entries.flatMap(([tag, name]) => (tag === wanted && name !== undefined ? [name] : []))
  return { users: [owner, ...named('user')], groups: [group, ...named('group')] }
}
