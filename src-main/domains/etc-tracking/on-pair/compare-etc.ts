/** Compares the inspections of /etc on both laptops. */
import { createHash } from 'node:crypto'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { Output } from '../../../contract/define.ts'
import { commonRecords } from '../../../commons/last-equal/last-equal.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { createNeverList, type NeverList } from '../never-list.ts'
import { freezeEtc, inspectEtc, listNeverCopied, type EtcEntry } from '../verbs.ts'

type Inspection = Output<typeof inspectEtc>

export interface EtcPath {
  readonly path: BytePath
  readonly from: EtcEntry | undefined
  readonly to: EtcEntry | undefined
  /** Its state when both were last equal; undefined when they never were, or it is not known. */
  readonly base: string | undefined
  /** It appeared in a folder that already was equal on both. */
  readonly isNew: boolean
  /** It was equal once, and the laptops do not agree on what it was then, as after a rollback: who changed it is not known. */
  readonly isUnclear: boolean
}

export interface EtcPair {
  /** Sorted by path; outer folders come before what they hold. */
  readonly paths: readonly EtcPath[]
  readonly from: Inspection
  readonly to: Inspection
  readonly never: NeverList
}

/** `anew`: everything is read, also what did not change since it was. */
export async function inspectBoth(
  { from, to }: Pair,
  { signal, anew = false }: { readonly signal: AbortSignal; readonly anew?: boolean },
): Promise<EtcPair> {
  const [left, taken, never] = await Promise.all([
    from.call(inspectEtc, { anew }, { signal }),
    to.call(inspectEtc, { anew }, { signal }),
    readNeverList(from, { signal }),
  ])
  return pairInspections(left, taken, never)
}

/** The same on both laptops: agents of two builds are not connected. */
export async function readNeverList(machine: Machine, options: CallOptions = {}): Promise<NeverList> {
  return createNeverList((await machine.call(listNeverCopied, {}, options)).entries)
}

/** Held still on both laptops, for a switch. */
export interface FrozenPair extends EtcPair {
  readonly frozenFrom: string
  readonly frozenTo: string
  /** What stands on the target because this switch put it there. */
  readonly placed: ReadonlySet<BytePath>
}

export async function freezeBoth(
  { from, to }: Pair,
  { switchId, signal }: { readonly switchId: string; readonly signal: AbortSignal },
): Promise<FrozenPair> {
  const [left, taken, never] = await Promise.all([
    from.call(freezeEtc, { switchId }, { signal }),
    to.call(freezeEtc, { switchId }, { signal }),
    readNeverList(from, { signal }),
  ])
  return {
    ...pairInspections(left.inspection, taken.inspection, never),
    frozenFrom: left.frozenId,
    frozenTo: taken.frozenId,
    placed: new Set(taken.placed),
  }
}

export function pairInspections(from: Inspection, to: Inspection, never: NeverList): EtcPair {
  const left = new Map(from.entries.map((entry) => [entry.path, entry]))
  const taken = new Map(to.entries.map((entry) => [entry.path, entry]))
  const others = [...from.entries, ...to.entries].filter(({ kind }) => kind === 'other').map(({ path }) => `${path}/`)
  const [equalHere, equalThere] = commonRecords(from.lastEqual, to.lastEqual)
  const areForgotten = from.lastEqual.isForgotten === true && to.lastEqual.isForgotten === true
  const all = [...new Set([...left.keys(), ...taken.keys(), ...Object.keys(equalHere)])]
    .filter((path) => !others.some((other) => path.startsWith(other)))
    .sort()
  const baseOf = (path: BytePath) => {
    const base = equalHere[path]
    return base === equalThere[path] ? base : undefined
  }
  const paths = all.map((path) => {
    const base = baseOf(path)
    const isNew = base === undefined && baseOf(path.slice(0, path.lastIndexOf('/'))) !== undefined
    const isUnclear = base === undefined && (areForgotten || path in equalHere || path in equalThere)
    return { path, from: left.get(path), to: taken.get(path), base, isNew, isUnclear }
  })
  return { paths, from, to, never }
}

/** Equal exactly when both laptops have the same there, times aside. */
export function fingerprintOf(entry: EtcEntry | undefined): string {
  if (entry === undefined) return 'absent'
  switch (entry.kind) {
    case 'file':
      return `file ${entry.sha256} ${entry.mode} ${entry.owner} ${entry.group}${attached(entry)}`
    case 'link':
      // The record takes 300 characters at most.
      return `link ${sha256(entry.target)}`
    case 'folder':
      return `folder ${entry.mode} ${entry.owner} ${entry.group}${attached(entry)}`
    case 'other':
      return 'other'
    default:
      return assertNever(entry)
  }
}

function attached({ attributes }: EtcEntry): string {
  return attributes === undefined ? '' : ` ${sha256(attributes)}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** On the laptops whose disk does not give it. */
export function unreadableOn({ from, to }: EtcPath): { readonly from: boolean; readonly to: boolean } {
  const isUnreadable = (entry: EtcEntry | undefined) => entry?.kind === 'other' && entry.isUnreadable === true
  return { from: isUnreadable(from), to: isUnreadable(to) }
}

export function isReadable(one: EtcPath): boolean {
  const { from, to } = unreadableOn(one)
  return !from && !to
}

export function isEqual({ from, to }: EtcPath): boolean {
  return fingerprintOf(from) === fingerprintOf(to)
}

export type TrackedState =
  | 'equal'
  /** The source has a newer one, or took it away, or both meet for the first time, as far as either remembers. */
  | 'copy'
  /** Only the other laptop has it, and it never was equal: it stays. */
  | 'stays'
  /** Only the other laptop changed it. */
  | 'drift'
  | 'conflict'

/** What happens to a tracked path. The mode of a folder never leads to a question. */
export function assessTracked(one: EtcPath): TrackedState {
  if (isEqual(one)) return 'equal'
  if (one.base === undefined) {
    if (one.from === undefined) return 'stays'
    const isAsked = (one.isNew || one.isUnclear) && one.to !== undefined && one.from.kind !== 'folder'
    return isAsked ? 'conflict' : 'copy'
  }
  const [from, to] = [fingerprintOf(one.from), fingerprintOf(one.to)]
  if (to === one.base || (one.from?.kind === 'folder' && one.to?.kind === 'folder')) return 'copy'
  return from === one.base ? 'drift' : 'conflict'
}

/** Changes when what was agreed on changes; eight digits of a hash, which tell nothing else. Of secrets not even that. */
export function markOf({ from, to }: EtcPath): string {
  return shortMark([from, to])
}

/** The same of the target alone: whether it is still as it was planned. */
export function markOfTaken({ to }: EtcPath): string {
  return shortMark([to])
}

function shortMark(entries: readonly (EtcEntry | undefined)[]): string {
  const marks = entries.map((entry) =>
    entry !== undefined && isSecret(entry) ? markOfSecret(entry) : fingerprintOf(entry),
  )
  return sha256(marks.join('\0')).slice(0, 8)
}

function isSecret(entry: EtcEntry): entry is Extract<EtcEntry, { kind: 'file' }> {
  return entry.kind === 'file' && entry.secret
}

function markOfSecret(entry: Extract<EtcEntry, { kind: 'file' }>): string {
  return `${entry.bytes} ${entry.changedAt} ${entry.mode}`
}
