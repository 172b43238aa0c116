/** What restoring /etc would change, and what stays. Reads only. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { readOwnText } from '../../../../tools/files/own-file.ts'
import type { OwnPath } from '../../../../commons/capability/own-path.ts'
import { findShutting, type HeldBack, type ResultingEtc } from '../../../../commons/doors/on-machine/hold-back.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { TreeChange } from '../../../../contract/compare-calls.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { doorAccount } from '../../../../kernel/door-account.ts'
import { parseNumbers } from '../../../../tools/accounts/accounts.ts'
import { findFacts, type FileFacts } from '../../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { alwaysKept, isAccountFile, isIdentity } from '../../etc-identity.ts'
import type { EtcChoice } from '../../etc-verbs.ts'
import { hasSameRights } from '../restore/inspect-restore.ts'
import { ancestorsOf, outermost } from '../tree/ancestors.ts'
import { findEqual } from '../tree/equal-contents.ts'
import { findEtc } from './find-etc.ts'

export interface EtcChange {
  readonly path: BytePath
  readonly kind: Exclude<TreeChange['kind'], 'renamed'>
  readonly before: FileFacts | undefined
  readonly after: FileFacts | undefined
}

export interface EtcPlaces extends Places {
  /** What capabilities call their own stays as it is. */
  readonly ownPaths: readonly OwnPath[]
  /** Of whom nobody is to be kept out. Absent where it is not the /etc of this laptop. */
  readonly host?: ResultingEtc['host']
}

export interface EtcComparison {
  /** /etc of the snapshot. */
  readonly from: string
  readonly to: string
  readonly changes: readonly EtcChange[]
  /** Files that identify the laptop and would change. */
  readonly kept: readonly BytePath[]
  /** Account files stay because the snapshot is from before pc-switcher's own account. */
  readonly keepsAccounts: boolean
  /** What would keep the other laptop or the person out, and stays as it is. */
  readonly shutting: readonly HeldBack[]
}

export async function compareEtc(places: EtcPlaces, choice: EtcChoice, options: RunOptions): Promise<EtcComparison> {
  const to = places.areas.system
  const from = await findEtc(places, choice.setId, options)
  const keepsAccounts = hasOwnAccount(to) && !hasOwnAccount(from)
  const starts = choice.paths.length === 0 ? [''] : outermost(choice.paths)
  const [then, now] = await Promise.all([from, to].map((root) => findFacts({ root, starts }, options)))
  const before = factsByPath(now?.entries ?? [])
  const after = factsByPath(then?.entries ?? [])
  const all = await assessAll({ from, to, before, after }, options)
  const isAlwaysKept = alwaysKept(places.ownPaths)
  const isKept = ({ path: one }: EtcChange): boolean =>
    isAlwaysKept(one) || (keepsAccounts && isAccountFile(one)) || (!choice.withIdentity && isIdentity(one))
  // A folder with something in it that stays, stays.
  const around = new Set(all.filter(isKept).flatMap((change) => ancestorsOf(change.path)))
  const isStaying = (change: EtcChange): boolean =>
    isKept(change) || (change.kind === 'deleted' && around.has(change.path))
  const wanted = all.filter((change) => !isStaying(change))
  const shutting = await findShut(wanted, { ...places, from, to }, options)
  const shut = new Set(shutting.flatMap(({ path: one }) => [one, ...ancestorsOf(one)]))
  return {
    from,
    to,
    // What leads to something that stays is needed as it is.
    changes: wanted.filter((change) => !shut.has(change.path)),
    shutting,
    kept: all.filter((change) => isKept(change) && isIdentity(change.path)).map((change) => change.path),
    keepsAccounts,
  }
}

function findShut(
  changes: readonly EtcChange[],
  { from, to, host }: Pick<EtcPlaces, 'host'> & Pick<EtcComparison, 'from' | 'to'>,
  options: RunOptions,
): Promise<readonly HeldBack[]> {
  if (host === undefined) return Promise.resolve([])
  const lines = changes.map(({ path, kind }) => {
    return { path, action: kind === 'deleted' ? ('remove' as const) : ('place' as const) }
  })
  return findShutting({ root: to, staged: from, lines, host }, options)
}

function factsByPath(entries: readonly FileFacts[]): ReadonlyMap<BytePath, FileFacts> {
  return new Map(entries.flatMap((facts) => (facts.path === '' ? [] : [[facts.path, facts] as const])))
}

interface Trees {
  readonly from: string
  readonly to: string
  readonly before: ReadonlyMap<BytePath, FileFacts>
  readonly after: ReadonlyMap<BytePath, FileFacts>
}

async function assessAll({ from, to, before, after }: Trees, options: RunOptions): Promise<readonly EtcChange[]> {
  const doubtful = [...after.values()].filter((one) => isDoubtful(before.get(one.path), one))
  const { contents, attributes } = await findEqual(from, to, doubtful, options)
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  return paths.flatMap((one): EtcChange[] => {
    const [was, willBe] = [before.get(one), after.get(one)]
    const change = (kind: EtcChange['kind']) => [{ path: one, kind, before: was, after: willBe }]
    if (was === undefined) return change('added')
    if (willBe === undefined) return change('deleted')
    if (isUntouched(was, willBe)) return []
    if (was.type !== willBe.type || was.target !== willBe.target) return change('changed')
    if (was.type === 'f' && !contents.has(one)) return change('changed')
    if (!hasSameRights(was, willBe)) return change('attributes')
    return was.type === 'f' && !attributes.has(one) ? change('attributes') : []
  })
}

function isUntouched(one: FileFacts, other: FileFacts): boolean {
  return one.inode === other.inode && one.changed === other.changed
}

function isDoubtful(before: FileFacts | undefined, after: FileFacts): boolean {
  if (before === undefined || before.type !== 'f' || after.type !== 'f') return false
  return before.bytes === after.bytes && !isUntouched(before, after)
}

/** `before`: as seen, or as it is now. */
export function digestChanges(
  changes: readonly (Pick<EtcChange, 'path' | 'kind'> & {
    readonly before: Pick<FileFacts, 'inode' | 'changed'> | undefined
  })[],
): string {
  const hash = createHash('sha256')
  for (const { path: one, kind, before } of changes)
    hash.update(`${one}\0${kind} ${before?.inode} ${before?.changed}\0`, 'latin1')
  return hash.digest('hex')
}

/** Whether the account that the other laptop signs in with is in this /etc. */
function hasOwnAccount(etc: string): boolean {
  return accountsOf(etc).has(doorAccount)
}

/** Accounts of `now` that `then` does not have. */
export function accountsLost(now: string, then: string): readonly string[] {
  const kept = accountsOf(then)
  return [...accountsOf(now).keys()].filter((name) => !kept.has(name))
}

function accountsOf(etc: string): ReadonlyMap<string, number> {
  const file = path.join(etc, 'passwd')
  return existsSync(file) ? parseNumbers(readOwnText(file)) : new Map()
}
