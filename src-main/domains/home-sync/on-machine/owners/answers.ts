/** What one laptop tells of the accounts that its files name, and of those that the other laptop's files name. */
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { readAccounts, type Accounts } from '../../../../tools/accounts/accounts.ts'
import { readAttributes } from '../../../../tools/files/attributes.ts'
import { accountsInAcl } from '../../../../tools/files/posix-acl.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import {
  fieldsOf,
  inodeOf,
  isAtOrBelow,
  isBelowAny,
  isLeftOut,
  keyOfPath,
  leftOut,
  pathOfKey,
  typeOf,
} from '../../inventory/inventory-entry.ts'
import * as verbs from '../../owner-verbs.ts'
import type { AclAccount } from '../../owner-verbs.ts'
import { entriesThere } from '../scan/find-nocow.ts'
import { placeIn, type FrozenHome } from '../scan/freeze-home.ts'
import { existingScan, frozenOfScan, inventoryFile } from '../scan/home-folders.ts'
import { openInventory } from '../inventory/outline-file.ts'
import { readInventory } from '../inventory/read-stretches.ts'
import { listInodesWithAcl } from '../../../../tools/btrfs/list-inodes.ts'
import { nameOwnersHere } from './number-owners.ts'

const answerNameOwners = answer(verbs.nameOwners, (owners, { signal }) => nameOwnersHere(owners, { signal }))

const answerAclAccounts = answer(verbs.findAclAccounts, async ({ scanId, of }, { host, signal }) => {
  const frozen = frozenOfScan(host.stateFolder, scanId)
  const scan = existingScan(host.stateFolder, scanId)
  const paths = of === 'inventory' ? pathsWithAcl(scan, frozen, { signal }) : pathsOf(scan, of)
  return { accounts: await findAclAccounts({ root: frozen.root, paths }, { signal }) }
})

/** Of all in the list those that may have access lists, as the trees of the disk tell. */
async function* pathsWithAcl(
  scan: string,
  { root, nested }: Pick<FrozenHome, 'root' | 'nested'>,
  options: RunOptions,
): AsyncGenerator<BytePath> {
  const list = openInventory(inventoryFile(scan))
  const out = new Set(list.stretches.flatMap((stretch) => stretch.leftOut))
  const isOut = (key: string): boolean => out.has(key) || isBelowAny(key, out)
  const withAcl = new Set<number>()
  for (const within of ['', ...nested.filter((one) => !isOut(keyOfPath(one)))])
    for (const inode of await listInodesWithAcl(placeIn(root, within), options)) withAcl.add(inode)
  if (withAcl.size === 0) return
  // An inode of the same number in another subvolume is looked at, too.
  for await (const entry of readInventory(inventoryFile(scan)))
    if (!isLeftOut(entry) && withAcl.has(Number(inodeOf(entry)))) yield pathOfKey(entry.key)
}

async function* pathsOf(scan: string, asked: 'changes' | readonly BytePath[]): AsyncGenerator<BytePath> {
  if (typeof asked === 'object') {
    yield* asked
    return
  }
  // A link has no access list, and what is left out is not sent.
  for await (const { key, shared } of entriesThere(scan, asked))
    if (shared !== leftOut && typeOf({ shared }) !== 'l') yield pathOfKey(key)
}

const answerOwned = answer(verbs.findOwned, async (owners, { host, signal }) => {
  const places = await findOwned(inventoryFile(existingScan(host.stateFolder, owners.scanId)), owners, { signal })
  return places === undefined ? {} : { places: [...places] }
})

export const ownerAnswers: readonly Answer[] = [answerNameOwners, answerAclAccounts, answerOwned]

interface Owned {
  readonly path: BytePath
  readonly users: string[]
  readonly groups: string[]
}

/** The topmost entries of an inventory that belong to one of these; undefined where they are too many. */
export async function findOwned(
  inventory: string,
  { users, groups }: { readonly users: readonly string[]; readonly groups: readonly string[] },
  options: RunOptions,
): Promise<readonly Owned[] | undefined> {
  const asked = { users: new Set(users), groups: new Set(groups) }
  const found: Owned[] = []
  for await (const entry of readInventory(inventory)) {
    options.signal?.throwIfAborted()
    if (isLeftOut(entry)) continue
    const owner = fieldsOf(entry.shared)
    const [user, group] = [textFromBytePath(owner.user), textFromBytePath(owner.group)]
    if (!asked.users.has(user) && !asked.groups.has(group)) continue
    let around = found.at(-1)
    if (around === undefined || !isAtOrBelow(entry.key, keyOfPath(around.path))) {
      around = { path: pathOfKey(entry.key), users: [], groups: [] }
      found.push(around)
      if (found.length > verbs.ownedAtMost) return undefined
    }
    if (asked.users.has(user) && !around.users.includes(user)) around.users.push(user)
    if (asked.groups.has(group) && !around.groups.includes(group)) around.groups.push(group)
  }
  return found
}

const examplesShown = 5

/** So many names are given to one process. */
const atOnce = 20_000

interface Tree {
  readonly root: string
  /** All there. */
  readonly paths: AsyncIterable<BytePath>
}

type Found = Map<string, AclAccount>

/** Accounts that access lists name: in a file they are numbers, which may be somebody else's on the other laptop. */
export async function findAclAccounts({ root, paths }: Tree, options: RunOptions): Promise<AclAccount[]> {
  const accounts = readAccounts()
  const found: Found = new Map()
  let waiting: BytePath[] = []
  const look = async (): Promise<void> => {
    const places = waiting.map((path) => `${root}/${path}`)
    waiting = []
    for (const [path, lines] of await readAttributes({ paths: places, names: /^system\.posix_acl_/ }, options))
      note(found, { path: path.slice(root.length + 1), lines, accounts })
  }
  for await (const path of paths) {
    waiting.push(path)
    if (waiting.length >= atOnce) await look()
  }
  if (waiting.length > 0) await look()
  return [...found.values()]
}

interface WithAcl {
  readonly path: BytePath
  readonly lines: string
  readonly accounts: Accounts
}

/** The list of a folder and the one for what is made in it may name the same account. */
function note(found: Found, { path, lines, accounts }: WithAcl): void {
  const named = new Map(
    lines
      .split('\n')
      .flatMap(accountsInAcl)
      .map((one) => [`${one.kind} ${one.number}`, one]),
  )
  for (const [id, { kind, number }] of named) {
    const name = kind === 'user' ? accounts.userName(number) : accounts.groupName(number)
    const known = found.get(id) ?? { kind, name, number, count: 0, examples: [] }
    const examples = known.examples.length < examplesShown ? [...known.examples, path] : known.examples
    found.set(id, { ...known, count: known.count + 1, examples })
  }
}
