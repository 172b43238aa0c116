/**
 * Files in trees of one btrfs, by inode: a tree is a subvolume or a snapshot of one, and a version of a file is what all trees have that
 * have the inode with the same generation, size and times. Listing reads the trees of inodes alone: no folder is walked, no file opened.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { frame } from '../files/frames.ts'
import { readRecordFile } from '../files/nul-records.ts'
import calls from '../files/place-calls.pl'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import program from './list-versions.pl'
import trees from './trees.pl'

export interface FamilyToList {
  /** Root folders of a subvolume and of its snapshots; inode numbers mean the same in all of them. */
  readonly roots: readonly string[]
  /** Number of the first of them, among the trees of all families. */
  readonly first: number
}

export interface ListRequest {
  readonly families: readonly FamilyToList[]
  /** Smaller files are not listed. */
  readonly leastBytes: number
  /** What changed after that is not, in seconds since 1970. */
  readonly stillSince: number
  /** A record for each version, ended by NUL; by `sortRecords` those of one size come one after the other. */
  readonly file: string
}

/**
 * Regular files that can be shared: with contents, copied on write, neither immutable nor only appended to. Answers how many more there
 * are that changed too lately.
 */
export async function listVersions(request: ListRequest, options: RunOptions): Promise<number> {
  const { families, leastBytes, stillSince, file } = request
  const written = openSync(file, 'w', 0o600)
  let late = 0
  try {
    for (const { roots, first } of families) {
      const fields = [leastBytes, stillSince, first].map(String)
      const end = createEndReader((piece) => writeWhole(written, piece))
      await run(
        {
          title: titles.findSameFiles({}),
          argv: ['perl', '-e', [calls, trees, program].join('\n')],
          cwd: '/',
          input: frame([...fields, ...roots.map(bytePathFromText)]),
          diesWithAgent: true,
          onBytes: (piece) => end.push(piece),
        },
        options,
      )
      late += end.late()
    }
  } finally {
    closeSync(written)
  }
  return late
}

/** How many were left out: 16 hexadecimal digits and a NUL. Without it the list is not whole. */
const endBytes = 17

/** Hands on all that is printed but the end of it. */
function createEndReader(handOn: (piece: Buffer) => void): {
  readonly push: (piece: Buffer) => void
  readonly late: () => number
} {
  let end = Buffer.alloc(0)
  return {
    push(piece) {
      const all = Buffer.concat([end, piece])
      const before = Math.max(0, all.length - endBytes)
      handOn(all.subarray(0, before))
      end = all.subarray(before)
    },
    late() {
      const [, digits] = /^([\da-f]{16})\0$/.exec(end.toString('latin1')) ?? []
      if (digits === undefined) throw unreadableAnswer('perl', end.toString('latin1'))
      return Number.parseInt(digits, 16)
    },
  }
}

function writeWhole(descriptor: number, piece: Buffer): void {
  for (let sent = 0; sent < piece.length;) sent += writeSync(descriptor, piece, sent)
}

/** "2 257 7 8192 …": the number of its tree, its inode, and what tells versions apart, as the programs take it. */
export type FileInTree = string

export interface InodeVersion {
  /** Inode and what tells versions apart. */
  readonly words: string
  readonly trees: readonly number[]
}

export interface SameSize {
  readonly bytes: number
  readonly versions: readonly InodeVersion[]
}

/** Of sorted records: those of a size that occurs more than once, the smallest first, about `most` files in all trees at a time. */
export function* readSameSizes(file: string, most: number): Generator<SameSize> {
  let size = ''
  let versions: InodeVersion[] = []
  let files = 0
  for (const records of readRecordFile(file)) {
    for (const record of records) {
      const [itsSize = '', , inode = '', generation = '', bytes = '', changed = '', modified = '', numbers = ''] =
        record.split(' ')
      if (numbers === '') throw unreadableAnswer('perl', record)
      if (itsSize !== size || files >= most) {
        if (versions.length > 1) yield { bytes: Number.parseInt(size, 16), versions }
        size = itsSize
        versions = []
        files = 0
      }
      const words = [inode, generation, bytes, changed, modified].join(' ')
      const itsTrees = numbers.split(',').map(Number)
      versions.push({ words, trees: itsTrees })
      files += itsTrees.length
    }
  }
  if (versions.length > 1) yield { bytes: Number.parseInt(size, 16), versions }
}

export function filesOf({ versions }: SameSize): readonly FileInTree[] {
  return versions.flatMap(({ words, trees: numbers }) => numbers.map((tree) => `${tree} ${words}`))
}

export const treeOf = (file: FileInTree): number => Number.parseInt(file, 10)

/** Without its tree: the version that it is. */
export const wordsOf = (file: FileInTree): InodeVersion['words'] => file.slice(file.indexOf(' ') + 1)

/** Relative to the root folder of a tree; "" is all of it. */
export interface PathInTree {
  readonly tree: number
  readonly path: BytePath
}
