/** Apps of one source in the list of a laptop, and what changed in them. Pure. */
import type { z } from 'zod'
import type { PackageChange } from '../../../../contract/packages-history-calls.ts'
import type { ListedApps } from './program-source.ts'

interface Apps<App> {
  readonly key: string
  /** By what they are told apart. */
  readonly schema: z.ZodType<Readonly<Record<string, App>>>
  /** Of those in the home of the person. */
  readonly scope?: 'person'
  readonly nameOf: (key: string) => string
  readonly versionOf: (app: App) => string
  readonly isAuto: (key: string, app: App) => boolean
  readonly change: (earlier: App, later: App) => 'updated' | 'downgraded' | 'none'
}

export function listedApps<App>(apps: Apps<App>): ListedApps {
  const schema = apps.schema.optional()
  return {
    key: apps.key,
    schema,
    changes: (before, after) => appChanges(schema.parse(before), schema.parse(after), apps),
  }
}

function appChanges<App>(
  before: Readonly<Record<string, App>> | undefined,
  after: Readonly<Record<string, App>> | undefined,
  { scope, nameOf, versionOf, isAuto, change }: Apps<App>,
): readonly PackageChange[] {
  if (before === undefined || after === undefined) return []
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key): PackageChange[] => {
    const [earlier, later] = [before[key], after[key]]
    const named = { name: nameOf(key), ...(scope && { scope }) }
    if (later === undefined)
      return earlier === undefined ? [] : [{ kind: 'removed', ...named, version: versionOf(earlier) }]
    const version = versionOf(later)
    if (earlier === undefined) return [{ kind: 'installed', ...named, version, auto: isAuto(key, later) }]
    const kind = change(earlier, later)
    return kind === 'none' ? [] : [{ kind, ...named, from: versionOf(earlier), to: version }]
  })
}

export function byKey<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** As a setting that has no value. */
export function onlySet(name: string): readonly [string, string] {
  return [name, '']
}
