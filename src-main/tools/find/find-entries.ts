/** GNU find (findutils 4.9 and later, for -files0-from) for the names in one folder, however many there are. */
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { asPerson, type Account } from '../accounts/as-person.ts'
import { readRecords } from '../files/nul-records.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { readFindEnd, type FindEnd } from './find-end.ts'

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
  const reader = readRecords((name) => names.push(name))
  const end = await run(
    {
      title: titles.listNames({}),
      argv: findEntriesArgv(request),
      cwd: request.root,
      input: Buffer.concat([bufferFromBytePath(`./${request.folder}`), Buffer.from('\0')]),
      // 1: something could not be listed: `readFindEnd` says what follows.
      exitCodes: [0, 1],
      env: { LC_ALL: 'C' },
      onBytes: (piece) => reader.push(piece),
    },
    options,
  )
  if (reader.rest() !== '') throw unreadableAnswer('find', reader.rest())
  return { ...readFindEnd(end), names }
}
