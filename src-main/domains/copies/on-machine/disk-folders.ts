/** How copies lie on a disk, which may be anybody's: only ordinary folders and files of it are followed, and nothing leads elsewhere. */
import { readdirSync, type Dirent } from 'node:fs'
import path from 'node:path'
import { isDraftName } from '../../../commons/places/on-machine/disk/change-disk.ts'
import { keptFolders } from '../../../commons/places/on-machine/disk/open-disk.ts'
import { findOthers } from '../../../commons/places/on-machine/disk/others.ts'
import { timeOfSetName } from '../../../commons/snapshot-sets/set-name.ts'
import type { Description } from '../../../commons/snapshot-sets/schemas.ts'
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import { parseJson } from '../../../kernel/parse-json.ts'
import { errnoOf, isErrno } from '../../../kernel/errno.ts'
import { readForeign } from '../../../tools/files/foreign-file.ts'
import { isFolderInside } from '../../../tools/files/safe-path.ts'
import { copySchema, undescribed, type Copy } from '../schemas.ts'

export const { copies: copiesFolder } = keptFolders

/** Below the top of the disk: of a laptop, by its host name. */
export const ownFolder = (laptop: string): BytePath => bytePathFromText(`${copiesFolder}/${laptop}`)

export const folderOf =
  (top: string) =>
  ({ laptop, set }: Pick<Copy, 'laptop'> & { readonly set: Pick<Description, 'id'> }): string =>
    path.join(top, copiesFolder, laptop, set.id)

/**
 * The newest first. `known`: those that were there before, for what the disk cannot read any more. Where that is the folder of a whole
 * laptop, those of the others are listed all the same.
 */
export function listCopies(top: string, known: readonly Copy[]): readonly Copy[] {
  const copies = foldersIn(top, path.join(top, copiesFolder)).flatMap((laptop) => copiesOf(top, laptop, known))
  return copies.toSorted((one, other) => (one.set.at < other.set.at ? 1 : -1))
}

function copiesOf(top: string, folder: string, known: readonly Copy[]): readonly Copy[] {
  return unlessUnreadable(
    () => foldersIn(top, folder).flatMap((one) => readCopy(top, one, known) ?? []),
    () =>
      known.flatMap((copy) =>
        copy.laptop === path.basename(folder) ? [{ ...copy, isUnreadable: true as const }] : [],
      ),
  )
}

/** Undefined where it is none, or where it belongs elsewhere: what is on a disk may be anybody's. */
function readCopy(top: string, folder: string, known: readonly Copy[]): Copy | undefined {
  const [laptop = '', id] = folder.split('/').slice(-2)
  const at = id === undefined ? undefined : timeOfSetName(id)
  if (id === undefined || at === undefined) return undefined
  const damaged = (): Copy => {
    const before = known.find((copy) => copy.laptop === laptop && copy.set.id === id)
    return before === undefined ? undescribed({ laptop, id, at }) : { ...before, isUnreadable: true }
  }
  const record = readForeign(top, bytePathFromText(path.relative(top, path.join(folder, 'copy.json'))), mostBytes)
  if (record.kind === 'absent') return undefined
  const copy = record.kind === 'read' ? copySchema.safeParse(parseJson(record.bytes.toString('utf8'))).data : undefined
  if (copy === undefined) return damaged()
  return copy.laptop === laptop && copy.set.id === id ? copy : undefined
}

/** That this program can open no more says nothing of the disk. */
function unlessUnreadable<T>(read: () => T, otherwise: () => T): T {
  try {
    return read()
  } catch (thrown) {
    if (errnoOf(thrown) === undefined || isErrno(thrown, 'EMFILE', 'ENFILE', 'ENOMEM')) throw thrown
    return otherwise()
  }
}

const mostBytes = 4 * 1024 * 1024

/** Ordinary folders alone: nothing on a disk may lead elsewhere. */
function foldersIn(top: string, folder: string): readonly string[] {
  if (!isFolderInside(top, bytePathFromText(path.relative(top, folder)))) return []
  const isFolder = (entry: Dirent) => entry.isDirectory()
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    isFolder(entry) ? [path.join(folder, entry.name)] : [],
  )
}

/** What is no folder, and has a name that only a folder of ours has. */
export const findOtherCopies = (top: string): readonly BytePath[] =>
  findOthers(top, copiesFolder, {
    isGroup: () => true,
    isKept: (name) => isDraftName(name) || timeOfSetName(name) !== undefined,
  })
