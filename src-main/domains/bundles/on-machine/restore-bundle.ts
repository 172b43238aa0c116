/** Files of a bundle into a new folder of the person's, compared with the bundle. They share blocks with it, and are other files. */
import { closeSync } from 'node:fs'
import path from 'node:path'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { copyInto } from '../../../tools/files/cp.ts'
import { namesIn } from '../../../tools/files/remove-trees.ts'
import { openFolderInside } from '../../../tools/files/safe-path.ts'
import { sumCopy } from '../../../tools/find/sum-tree.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, type BundleEntry, type WantedBundle } from '../schemas.ts'
import { findBundle } from './bundle-folders.ts'
import { filesOf } from './bundle-paths.ts'
import { noteUsed } from './bundle-use.ts'
import { whileUsed } from './make-and-remove.ts'
import { readEntries } from './bundle-lists.ts'
import { compareEntries, describeTree } from './describe-tree.ts'
import type { BundleHost } from './make-bundle.ts'
import { intoNewFolder, placeOf } from './new-folder.ts'
import { removeGivenRights, removeSpecial } from './safe-tree.ts'

export interface WantedFiles {
  readonly bundle: WantedBundle
  /** Below the bundle; all of it where none is named. */
  readonly path: BytePath | undefined
  /** A folder that is not there yet, or is empty; absolute. NAME-VERSION in the home of the person otherwise. */
  readonly to: BytePath | undefined
}

export interface RestoredFiles {
  /** As the person reads it. */
  readonly to: string
  readonly files: number
  readonly bytes: number
  /** Of the bundle: what came back is as it is there, and that is not all of what was bundled. */
  readonly isDamaged?: true | undefined
}

export async function restoreBundle(
  host: BundleHost,
  wanted: WantedFiles,
  options: RunOptions,
): Promise<RestoredFiles> {
  const { stateFolder } = host
  const { head, place, proven } = findBundle(stateFolder, wanted.bundle)
  const isDamaged = proven?.isRight === false
  const { bundle } = head
  return whileUsed(stateFolder, bundle, async () => {
    const entries = entriesAt(await readEntries(place, head, options), wanted.path)
    if (entries.length === 0)
      throw bundlesMessages.noPath({ bundle: bundleText(bundle), path: textFromBytePath(wanted.path ?? '') })
    const to = wanted.to ?? bytePathFromText(path.join(host.person.home, `${bundle.name}-${bundle.version}`))
    await intoNewFolder(host, to, options, async (into) => {
      const root = filesOf(place)
      await copyInto({ root, paths: wanted.path === undefined ? namesIn(root) : [wanted.path], into }, options)
      const isWhole =
        (await isCopied({ root, path: wanted.path, into }, options)) &&
        (isDamaged || (await isAsListed(into, asBroughtBack(entries, wanted.path), options)))
      if (!isWhole) throw bundlesMessages.notRestored({ bundle: bundleText(bundle) })
      // A bundle may come from a disk that was anybody's.
      await removeSpecial(into, options)
      await removeGivenRights(into, host.person, options)
    })
    noteUsed(stateFolder, bundle)
    return { to: textFromBytePath(to), ...sumOf(entries), ...(isDamaged ? { isDamaged } : {}) }
  })
}

function entriesAt(entries: readonly BundleEntry[], wanted: BytePath | undefined): readonly BundleEntry[] {
  if (wanted === undefined) return entries
  return entries.filter(({ path: one }) => one === wanted || one.startsWith(`${wanted}/`))
}

function sumOf(entries: readonly BundleEntry[]): Omit<RestoredFiles, 'to'> {
  const files = entries.filter(({ type }) => type === 'f')
  return { files: files.length, bytes: files.reduce((sum, { bytes = 0 }) => sum + bytes, 0) }
}

interface Copied {
  readonly root: string
  readonly path: BytePath | undefined
  readonly into: string
}

/** Names, types, owners, modes, times and sizes. A file alone is what cp said. */
async function isCopied({ root, path: within, into }: Copied, options: RunOptions): Promise<boolean> {
  const descriptors = [openFolderInside(root, within ?? ''), openFolderInside(into, within?.split('/').at(-1) ?? '')]
  try {
    const [one, other] = descriptors
    if (one === undefined || other === undefined) return one === other
    const sums = await Promise.all([one, other].map((descriptor) => sumCopy(placeOf(descriptor), options)))
    return sums[0] === sums[1]
  } finally {
    for (const descriptor of descriptors) if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** From the last name of the path on; what has several names among them still has. */
export function asBroughtBack(entries: readonly BundleEntry[], within: BytePath | undefined): readonly BundleEntry[] {
  const firsts = new Map<BytePath, BytePath>()
  return entries.map(({ sameAs, ...entry }) => {
    const name = entry.path.slice((within ?? '').lastIndexOf('/') + 1)
    const first = firsts.get(sameAs ?? entry.path) ?? name
    firsts.set(sameAs ?? entry.path, first)
    return { ...entry, path: name, ...(first === name ? {} : { sameAs: first }) }
  })
}

/** But for contents, which are those of the bundle. */
async function isAsListed(into: string, expected: readonly BundleEntry[], options: RunOptions): Promise<boolean> {
  const sums = new Map(expected.map(({ path: name, sha256 = '' }) => [name, sha256]))
  const found = await describeTree(into, sums, { ...options, onBytes: () => undefined })
  return compareEntries(expected, found).length === 0
}
