/** Which files of one size are the same, as far as samples tell, and what it would give if they shared their blocks. Changes nothing. */
import { Readable } from 'node:stream'
import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { frame, readFrames } from '../files/frames.ts'
import calls from '../files/place-calls.pl'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { filesOf, type FileInTree, type PathInTree, type SameSize } from './file-versions.ts'
import files from './files.pl'
import program from './look-at-groups.pl'
import trees from './trees.pl'

export interface LookRequest {
  readonly roots: readonly string[]
  /** What alone is looked at, by trees; all of a tree of which nothing is named. */
  readonly only: readonly PathInTree[]
  readonly leftOut: readonly PathInTree[]
}

/** Files with the same contents that lie in the same places. */
export interface BlockLayout {
  /** Of one of them, below the root of its tree. */
  readonly path: BytePath
  readonly tree: number
  readonly files: readonly FileInTree[]
}

export interface AlikeGroup {
  /** Of one file. */
  readonly bytes: number
  /** Freed once all lie where the first does, and what is freed beyond that when others that hold the same blocks are gone. */
  readonly gain: number
  readonly later: number
  /** Two at least. The first one's blocks stay: those that give the least, then those that most share, then the oldest. */
  readonly layouts: readonly BlockLayout[]
}

/** Why files were not looked at, and how many: `ok` for those that were. */
const words = ['ok', 'not-asked', 'left-out', 'gone', 'changed', 'not-supported', 'not-permitted'] as const
export type LookWord = (typeof words)[number]

export interface Looked {
  readonly groups: readonly AlikeGroup[]
  readonly counts: ReadonlyMap<LookWord, number>
}

/** Tells of each in turn. Those that were not told when it is stopped are asked again. */
export async function lookAtGroups(
  { roots, only, leftOut }: LookRequest,
  sizes: readonly SameSize[],
  tell: (looked: Looked, index: number) => void,
  options: RunOptions,
): Promise<void> {
  const head = [
    String(roots.length),
    ...roots.map(bytePathFromText),
    ...[only, leftOut].flatMap((paths) => [
      String(paths.length),
      ...paths.flatMap(({ tree, path }) => [String(tree), path]),
    ]),
  ]
  const reader = readFrames()
  let count = 0
  await run(
    {
      title: titles.findSameFiles({}),
      argv: ['perl', '-e', [calls, trees, files, program].join('\n')],
      cwd: '/',
      input: Readable.from(framed(head, sizes)),
      diesWithAgent: true,
      onBytes: (piece) => {
        for (const answer of reader.push(piece)) {
          const size = sizes[count]
          if (size === undefined) throw unreadableAnswer('perl', 'more answers than questions')
          tell(parseLooked(size.bytes, answer.toString('latin1')), count)
          count += 1
        }
      },
    },
    options,
  )
  if (count !== sizes.length) throw unreadableAnswer('perl', `${count} of ${sizes.length} answers`)
}

function* framed(head: readonly string[], sizes: readonly SameSize[]): Generator<Buffer> {
  yield frame(head)
  for (const size of sizes) yield frame([filesOf(size).join('\0')])
}

export function parseLooked(bytes: number, answer: string): Looked {
  const fields = answer.split('\0')
  let at = 0
  const next = (): string => {
    const field = fields[at]
    if (field === undefined) throw unreadableAnswer('perl', answer.slice(0, 200))
    at += 1
    return field
  }
  const number = (): number => {
    const field = next()
    if (!/^\d+$/.test(field)) throw unreadableAnswer('perl', field)
    return Number(field)
  }
  const several = <T>(make: () => T): readonly T[] => Array.from({ length: number() }, make)
  const groups = several((): AlikeGroup => {
    const [gain, all] = [number(), number()]
    const layouts = several((): BlockLayout => ({ path: next(), tree: number(), files: several(next) }))
    return { bytes, gain, later: Math.max(0, all - gain), layouts }
  })
  const counts = fields.slice(at).map((field) => {
    const [name, count] = field.split(' ')
    const word = words.find((one) => one === name)
    if (word === undefined) throw unreadableAnswer('perl', field)
    return [word, Number(count)] as const
  })
  return { groups, counts: new Map(counts) }
}
