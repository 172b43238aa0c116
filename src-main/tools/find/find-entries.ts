/** GNU find (findutils 4.9 and later, for -files0-from) for the names in one folder, however many there are. */
import type { BytePath } from '../../kernel/byte-path.ts'
import { asPerson, type Account } from '../accounts/as-person.ts'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { type FindEnd, findRecords } from './find-end.ts'

export interface FindEntries {
  /** Absolute; the folder is relative to it. */
  readonly root: string
  /** "" is the root itself. */
  readonly folder: BytePath
  /** Looks with the rights of this account. */
  readonly as: Account
}

export interface FolderNames extends FindEnd {
  /** A letter as in `find -type`, and the name. Nothing was asked of the files themselves. */
  readonly names: BytePath[]
}

const record = '%y%f\\0'

export function findEntriesArgv({ as }: Pick<FindEntries, 'as'>): [string, ...string[]] {
  const limits = ['-mindepth', '1', '-maxdepth', '1', '-ignore_readdir_race']
  return [...asPerson(as), 'find', '-P', '-files0-from', '-', ...limits, '-printf', record]
}

export async function findEntries(request: FindEntries, options: RunOptions): Promise<FolderNames> {
  const names: BytePath[] = []
  const asked = {
    title: titles.listNames({}),
    argv: findEntriesArgv(request),
    root: request.root,
    start: request.folder,
  }
  const end = await findRecords(asked, (name) => names.push(name), options)
  return { ...end, names }
}
