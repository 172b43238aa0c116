/** A copy on a btrfs: a read-only subvolume below `root`, read in its place. */
import { toAppError } from '../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { copyTrees } from '../../../tools/files/cp.ts'
import { haveEqualContents } from '../../../tools/files/equal-contents.ts'
import { isFolderInside, statInside } from '../../../tools/files/safe-path.ts'
import { findFacts, type FileFacts } from '../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { giveSignOfLife } from '../../../tools/sign-of-life.ts'
import { copiesMessages } from '../messages.ts'
import type { LookedInto } from './opened-copies.ts'

export function treeOnDisk(root: string, options: RunOptions): LookedInto {
  return {
    root,
    async list(folder, as) {
      if (!isFolderInside(root, folder)) throw copiesMessages.noFolder({ path: textFromBytePath(folder) })
      const depth = { least: 1, most: 1 }
      const { entries, denied } = await findFacts({ root, starts: [folder], depth, ...(as && { as }) }, options)
      if (denied) throw copiesMessages.notAllowed({ path: textFromBytePath(folder) })
      return entries
    },
    async measure(paths) {
      const { entries } = await findFacts({ root, starts: insideOf(root, paths) }, options)
      return entries.reduce((sum, { diskBytes }) => sum + diskBytes, 0)
    },
    async fetch(paths, into, work) {
      work.report({ current: copiesMessages.fetching({}) })
      const there = insideOf(root, paths)
      await copyTrees({ root, paths: there, into }, work).catch((thrown: unknown) => {
        throw saysUnreadable(thrown) ? copiesMessages.fileDamaged({}, { cause: thrown }) : thrown
      })
      const [asked, got] = await Promise.all([root, into].map((one) => findFacts({ root: one, starts: there }, work)))
      const came = new Map(got?.entries.map((facts) => [facts.path, facts]))
      for (const facts of asked?.entries ?? []) {
        work.signal?.throwIfAborted()
        giveSignOfLife()
        if (await isSame({ root, into }, facts, came.get(facts.path))) continue
        throw copiesMessages.fileDamaged({}, { details: textFromBytePath(facts.path) })
      }
    },
  }
}

/** What is there, with no link on the way: programs would follow that. */
const insideOf = (root: string, paths: readonly BytePath[]): readonly BytePath[] =>
  paths.filter((path) => statInside(root, path) !== undefined)

/** What the disk does not give. */
const saysUnreadable = (thrown: unknown): boolean => /Input\/output error/.test(toAppError(thrown).details ?? '')

async function isSame(
  { root, into }: { readonly root: string; readonly into: string },
  there: FileFacts,
  came: FileFacts | undefined,
): Promise<boolean> {
  if (came === undefined || told(came) !== told(there)) return false
  return there.type !== 'f' || (came.bytes === there.bytes && (await haveEqualContents(root, into, there.path)))
}

const told = ({ type, mode, uid, gid, modified, target }: FileFacts): string =>
  [type, mode, uid, gid, type === 'd' ? '' : modified, target].join(' ')
