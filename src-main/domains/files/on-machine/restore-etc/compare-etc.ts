/** What restoring /etc would change, and what stays. Reads only. */
import { createHash } from 'node:crypto'
import path from 'node:path'
import type { OwnPath } from '../../../../commons/capability/own-path.ts'
import { readOneSet } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { findSubvolume, snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Change } from '../../../../contract/compare-calls.ts'
import { findFacts, type FileFacts } from '../../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { alwaysKept, isAccountFile, isIdentity } from '../../etc-identity.ts'
import type { EtcChoice } from '../../etc-verbs.ts'
import { findEqual } from '../tree/equal-contents.ts'
import { hasOwnAccount } from './etc-accounts.ts'
import { requireFolder } from '../browse/list-folder.ts'
import { outermost } from '../restore/read-source.ts'
import { hasSameRights } from '../restore/inspect-restore.ts'
import { filesMessages } from '../../messages.ts'

/** The subvolume that /etc is in. */
const systemSubvolume = 'system'

export interface EtcChange {
  readonly path: BytePath
  readonly kind: Exclude<Change['kind'], 'renamed'>
  readonly before: FileFacts | undefined
  readonly after: FileFacts | undefined
}

export interface EtcPlaces extends Places {
  /** What capabilities call their own stays as it is. */
  readonly ownPaths: readonly OwnPath[]
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
  return {
    from,
    to,
    changes: all.filter((change) => !isKept(change)),
    kept: all.filter((change) => isKept(change) && isIdentity(change.path)).map((change) => change.path),
    keepsAccounts,
  }
}

/** Where /etc lies in the snapshot: its subvolume may have been mounted at / or at /etc itself. */
async function findEtc(places: Places, setId: string, options: RunOptions): Promise<string> {
  const root = snapshotPath(places.stateFolder, setId, systemSubvolume)
  const content = readOneSet(places.stateFolder, setId)?.content
  const taken =
    content?.kind === 'described'
      ? content.description.snapshots.find(({ subvolume }) => subvolume === systemSubvolume)?.path
      : undefined
  const mounted = taken ?? (await findSubvolume(places, systemSubvolume, options)).path
  const within = path.relative(mounted, places.areas.system)
  if (within.startsWith('..')) throw filesMessages.noEtc({})
  requireFolder(root, Buffer.from(within).toString('latin1'))
  return path.join(root, within)
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

export function digestChanges(changes: readonly EtcChange[]): string {
  const hash = createHash('sha256')
  for (const { path: one, kind, before } of changes)
    hash.update(`${one}\0${kind} ${before?.inode} ${before?.changed}\0`, 'latin1')
  return hash.digest('hex')
}
