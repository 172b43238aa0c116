/** On the source: what travels is described in a manifest, and its contents go into the mirror. */
import { closeSync, type BigIntStats } from 'node:fs'
import { renewMirror, type OpenContents } from '../../../commons/syncthing/on-machine/mirror.ts'
import type { Output } from '../../../contract/define.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { readAccounts, type Accounts } from '../../../tools/accounts/accounts.ts'
import { formatSeconds } from '../../../tools/files/format-seconds.ts'
import { hashBytes, hashFile } from '../../../tools/files/hash-file.ts'
import { openInside, statInside } from '../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { ManifestEntry } from '../manifest.ts'
import { etcMessages } from '../messages.ts'
import type { NeverList } from '../never-list.ts'
import type { offerEtc as verb } from '../verbs.ts'
import { readEtcAttributes } from './attributes.ts'
import { hasOwnLines, sharedContent, type IsLaptopName } from '../own-lines.ts'
import { readOpened } from '../../../tools/files/own-file.ts'
import { targetInside } from './read-inside.ts'

export interface EtcOffer {
  /** The frozen tree. */
  readonly root: string
  readonly mirror: string
  readonly paths: readonly BytePath[]
  readonly anew: readonly string[]
  readonly isLaptop: IsLaptopName
}

export async function offerEtc(offer: EtcOffer, never: NeverList, options: RunOptions): Promise<Output<typeof verb>> {
  const { root, paths, mirror, anew } = offer
  const refused = paths.find((path) => never.whyNever(path) !== undefined)
  if (refused !== undefined) throw etcMessages.neverCopied({ path: textFromBytePath(refused) })
  const accounts = readAccounts()
  const attributes = await readEtcAttributes(root, paths, accounts, options)
  const manifest: ManifestEntry[] = []
  const contents = new Map<string, OpenContents>()
  for (const path of paths) {
    options.signal?.throwIfAborted()
    const stat = statInside(root, path.slice(1))
    const entry = stat && describe(offer, path, stat, accounts)
    if (entry === undefined) throw etcMessages.cannotTravel({ path: textFromBytePath(path) })
    manifest.push({ ...entry, attributes: [...(attributes.get(path) ?? [])] })
    if (entry.kind === 'file') contents.set(entry.sha256, () => openShared(offer, path))
  }
  return { manifest, changed: [...renewMirror(mirror, contents, new Set(anew))] }
}

/** Undefined for what is no file, folder or link. */
function describe(offer: EtcOffer, path: BytePath, stat: BigIntStats, accounts: Accounts): ManifestEntry | undefined {
  const common = {
    path,
    owner: accounts.userName(Number(stat.uid)),
    group: accounts.groupName(Number(stat.gid)),
    modified: formatSeconds(stat.mtimeNs),
    attributes: [],
  }
  const mode = (Number(stat.mode) & 0o7777).toString(8).padStart(4, '0')
  if (stat.isDirectory()) return { ...common, kind: 'folder', mode }
  if (stat.isSymbolicLink()) {
    const target = targetInside(offer.root, path.slice(1))
    return target === undefined ? undefined : { ...common, kind: 'link', target }
  }
  if (!stat.isFile()) return undefined
  const content = openShared(offer, path)
  if (typeof content !== 'number')
    return { ...common, kind: 'file', mode, bytes: content.length, sha256: hashBytes(content) }
  try {
    return { ...common, kind: 'file', mode, bytes: Number(stat.size), sha256: hashFile(content, () => undefined) }
  } finally {
    closeSync(content)
  }
}

/** Of a file that says something of a laptop alone, what is left without that. */
function openShared({ root, isLaptop }: EtcOffer, path: BytePath): number | Buffer {
  const descriptor = openInside(root, path.slice(1))
  if (descriptor === undefined) throw etcMessages.cannotTravel({ path: textFromBytePath(path) })
  if (!hasOwnLines(path)) return descriptor
  return sharedContent(path, readOpened(descriptor), isLaptop)
}
