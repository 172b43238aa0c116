/**
 * On the target: what arrived is made complete in a folder of root's own, which Syncthing does not see. Contents are compared with their
 * checksum while they are copied, so what is placed is what was proven.
 */
import {
  chmodSync,
  closeSync,
  lchownSync,
  lutimesSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { readContents, removeContents, writeAll } from '../../../commons/syncthing/on-machine/mirror.ts'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { readAccounts, type Accounts, numberOf } from '../../../tools/accounts/accounts.ts'
import { writeAttributes } from '../../../tools/files/setfattr.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { ManifestEntry } from '../manifest.ts'
import { etcMessages } from '../messages.ts'
import type { NeverList } from '../never-list.ts'
import { attributesHere } from './attributes.ts'
import { hasOwnLines, withOwnLines, type IsLaptopName } from '../own-lines.ts'
import { contentInside } from './read-inside.ts'

export interface Arrived {
  readonly mirror: string
  /** Made anew. */
  readonly staged: string
  /** /etc as the lines expect it: what this laptop says of itself stays as it is there. */
  readonly frozen: string
  readonly isLaptop: IsLaptopName
  readonly manifest: readonly ManifestEntry[]
}

/** @returns Contents that are missing or wrong, and gone from the mirror; when there are any, what is staged is not complete. */
export async function stageEtc(arrived: Arrived, never: NeverList, options: RunOptions): Promise<readonly string[]> {
  const { mirror, staged } = arrived
  const accounts = readAccounts()
  // Outer folders first.
  const manifest = [...arrived.manifest].sort((one, other) => (one.path < other.path ? -1 : 1))
  const known = manifest.map((entry) => ({ entry, owned: ownedHere(entry, accounts, never) }))
  rmSync(staged, { recursive: true, force: true })
  mkdirSync(staged, { recursive: true, mode: 0o700 })
  const wrong = new Set<string>()
  for (const { path: one, ...entry } of manifest) {
    options.signal?.throwIfAborted()
    const place = placeIn(staged, one)
    mkdirSync(placeIn(staged, parentOf(one)), { recursive: true, mode: 0o700 })
    if (entry.kind === 'folder') mkdirSync(place, { recursive: true, mode: 0o700 })
    else if (entry.kind === 'link') symlinkSync(bufferFromBytePath(entry.target), place)
    else if (!copyContents(mirror, entry.sha256, place)) wrong.add(entry.sha256)
  }
  if (wrong.size === 0) {
    keepOwnLines(arrived)
    await complete(staged, known, options)
  } else removeContents(mirror, [...wrong])
  return [...wrong]
}

/** Once the contents are proven. */
function keepOwnLines({ staged, frozen, manifest, isLaptop }: Arrived): void {
  for (const { path: one, kind } of manifest) {
    if (kind !== 'file' || !hasOwnLines(one)) continue
    const place = placeIn(staged, one)
    writeFileSync(
      place,
      withOwnLines(
        one,
        contentInside(staged, one.slice(1)) ?? Buffer.of(),
        contentInside(frozen, one.slice(1)),
        isLaptop,
      ),
    )
  }
}

interface Owned {
  readonly uid: number
  readonly gid: number
  readonly attributes: readonly string[]
}

interface Known {
  readonly entry: ManifestEntry
  readonly owned: Owned
}

/** Whoever asks: what is never copied is not even made, and nothing is given to a stranger. */
function ownedHere(
  { path: one, owner, group, attributes }: ManifestEntry,
  accounts: Accounts,
  never: NeverList,
): Owned {
  if (never.whyNever(one) !== undefined) throw etcMessages.neverCopied({ path: textFromBytePath(one) })
  const [uid, gid] = [numberOf(owner, accounts.users), numberOf(group, accounts.groups)]
  const here = attributesHere(attributes, accounts)
  if (uid === undefined || gid === undefined || here === undefined)
    throw etcMessages.ownerUnknown({ path: textFromBytePath(one) })
  return { uid, gid, attributes: here }
}

/** Owner first, because it takes set-id bits and capabilities away. Inner ones first, for the times of folders. */
async function complete(staged: string, known: readonly Known[], options: RunOptions): Promise<void> {
  for (const { entry, owned } of known) lchownSync(placeIn(staged, entry.path), owned.uid, owned.gid)
  const attributes = known.map(
    ({ entry, owned }) => [`${staged}${entry.path}`, owned.attributes] as const satisfies readonly [BytePath, unknown],
  )
  await writeAttributes(new Map(attributes), options)
  for (const { entry } of known.toReversed()) {
    const place = placeIn(staged, entry.path)
    if (entry.kind !== 'link') chmodSync(place, Number.parseInt(entry.mode, 8))
    // No more precise than a millionth of a second: times of /etc are not compared.
    lutimesSync(place, Number(entry.modified), Number(entry.modified))
  }
}

function copyContents(mirror: string, name: string, place: Buffer): boolean {
  const target = openSync(place, 'wx', 0o600)
  try {
    return readContents(mirror, name, (piece) => writeAll(target, piece))
  } finally {
    closeSync(target)
  }
}

function placeIn(staged: string, one: BytePath): Buffer {
  return bufferFromBytePath(`${staged}${one}`)
}

function parentOf(one: BytePath): BytePath {
  return path.posix.dirname(one)
}
