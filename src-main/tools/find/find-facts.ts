/** GNU find (findutils 4.9 and later, for -files0-from) for what lies at and below some paths, whatever their names. */
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { asPerson, type Account } from '../accounts/as-person.ts'
import { readRecords } from '../files/nul-records.ts'
import { dieWithParent, run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { readFindEnd, type FindEnd } from './find-end.ts'

export interface FindFacts {
  /** Absolute; paths are relative to it. */
  readonly root: string
  /** "" is the root itself. What is not there is left out of the answer. */
  readonly starts: readonly BytePath[]
  /** How far below each start: 0 is the start itself. Default: everything but what is on another file system. */
  readonly depth?: { readonly least: number; readonly most: number }
  /** Looks with the rights of this account. */
  readonly as?: Account
}

export interface FileFacts {
  readonly path: BytePath
  /** One letter, as in `find -type`. */
  readonly type: string
  readonly inode: string
  /** Of the file system or subvolume that it is in. */
  readonly device: string
  readonly links: number
  /** Octal, "644". */
  readonly mode: string
  readonly uid: number
  readonly gid: number
  readonly bytes: number
  /** What it takes up, without its holes. */
  readonly diskBytes: number
  /** Seconds since 1970 with all digits of the fraction. */
  readonly modified: string
  readonly changed: string
  /** Of a link. */
  readonly target: BytePath
}

export interface FoundFiles extends FindEnd {
  readonly entries: readonly FileFacts[]
}

const record = '%p\\0%y %i %D %n %m %U %G %s %b %T@ %C@\\0%l\\0'

export function findFactsArgv({ depth, as }: Pick<FindFacts, 'depth' | 'as'>): [string, ...string[]] {
  const limits = depth === undefined ? ['-xdev'] : ['-mindepth', String(depth.least), '-maxdepth', String(depth.most)]
  const prefix = as === undefined ? dieWithParent : asPerson(as)
  return [...prefix, 'find', '-P', '-files0-from', '-', ...limits, '-ignore_readdir_race', '-printf', record]
}

export async function findFacts(request: FindFacts, options: RunOptions): Promise<FoundFiles> {
  const { root, starts } = request
  if (starts.length === 0) return { entries: [], denied: false }
  const reader = readFacts()
  const end = await run(
    {
      title: titles.listFiles({}),
      argv: findFactsArgv(request),
      cwd: root,
      input: Buffer.concat(starts.map((start) => Buffer.concat([bufferFromBytePath(`./${start}`), Buffer.from('\0')]))),
      // 1: something could not be listed: `readFindEnd` says what follows.
      exitCodes: [0, 1],
      env: { LC_ALL: 'C' },
      onBytes: reader.push,
    },
    options,
  )
  return { ...readFindEnd(end), entries: reader.end() }
}

/** What find prints, in whatever pieces it comes. */
export function readFacts(): { readonly push: (piece: Buffer) => void; readonly end: () => readonly FileFacts[] } {
  const entries: FileFacts[] = []
  let words: BytePath[] = []
  const records = readRecords((word) => {
    words.push(word)
    const [path, facts, target] = words
    if (path === undefined || facts === undefined || target === undefined) return
    entries.push(parseEntry(path, facts, target))
    words = []
  })
  return {
    push: (piece) => records.push(piece),
    end: () => {
      if (records.rest() !== '' || words.length > 0)
        throw unreadableAnswer('find', [...words, records.rest()].join('\n'))
      return entries
    },
  }
}

function parseEntry(path: BytePath, facts: string, target: BytePath): FileFacts {
  const [type, inode, device, links, mode, uid, gid, bytes, blocks, modified, changed] = facts.split(' ')
  if (changed === undefined || !path.startsWith('./')) throw unreadableAnswer('find', `${path} ${facts}`)
  return {
    path: path.slice(2).replace(/^\/+/, ''),
    type: type ?? '',
    inode: inode ?? '',
    device: device ?? '',
    links: Number(links),
    mode: mode ?? '',
    uid: Number(uid),
    gid: Number(gid),
    bytes: Number(bytes),
    // find(1): %b counts blocks of 512 bytes.
    diskBytes: Number(blocks) * 512,
    modified: modified ?? '',
    changed,
    target,
  }
}
