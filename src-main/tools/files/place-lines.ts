/**
 * The placer: the one module by which root changes a tree that a person can write. It puts what stands in a tree of root's
 * own (fetched and proven) into the living tree, line by line, each looking first whether what is there is still what was
 * planned for.
 *
 * What is trusted: `liveRoot`, `sourceRoot` and `expectedRoot` as paths, and what is in the last two, which root alone can
 * reach. Nothing below `liveRoot` is: whoever can write there may rename, link, mount (FUSE) and write at every instant.
 * - Every line goes its whole way from the descriptor of the root by openat2(2) with RESOLVE_BENEATH, _NO_SYMLINKS and
 *   _NO_XDEV: never through a link, out of the tree or over a mount point, but for those that are named (`mounted`). Nested
 *   subvolumes are no mount points.
 * - Nothing is written through an inode that is there; of folders only the attributes change. A new file has no name until
 *   it is complete (O_TMPFILE). Links, FIFOs and folders have a temporary one; what is opened at it must be what was made.
 * - The expected is replaced by RENAME_EXCHANGE, and what came out is looked at before it goes. Something else goes back.
 * - Whoever puts something of their own at a temporary name (`.pc-switcher-place-…`) while a line is at it may lose that.
 * - A folder that its owner moves elsewhere during a line takes the line along: into what was theirs anyway.
 *
 * A program that has the replaced file open goes on with the file that is gone. Attributes that say how this laptop labels
 * or stores a file (`btrfs.*`, `security.*` but capabilities) stay as the folder gives them to a new file, unless the source
 * is this laptop's own (`isOwn`); a file that is not copied on write is replaced by one that is not either.
 *
 * Needs Linux 5.6, x86_64 or arm64, and /proc.
 */
import { Readable } from 'node:stream'
import { bytePathFromBuffer, bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { toolsMessages } from '../messages.ts'
import type { Message } from '../../kernel/message.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { frame, readFrames, splitFrames } from './frames.ts'
import calls from './place-calls.pl'
import entries from './place-entries.pl'
import lines from './place-lines.pl'
import restored from './place-restored.pl'
import trees from './place-trees.pl'

/** One operation. */
export interface PlaceLine {
  /** Relative to the roots; no leading slash, no empty name, no `.` or `..`. */
  readonly path: BytePath
  /**
   * place: what stands at `path` in `sourceRoot` comes to stand there in `liveRoot`. Of a folder that is there, only the
   * attributes and times are set; lines inside it disturb its times, so it wants a second line after them.
   * lead: the same, but what is there and is already what comes stays, and further names of the file are linked with it.
   * remove: what is there goes; a folder only if it is empty.
   * restore: what stands at `path` in `sourceRoot`, a folder of root's in the same subvolume that goes afterwards, comes
   * itself, with its inode and, of a folder, with all that is in it. A file that is there and as expected is replaced.
   * Anything else that is there is kept as NAME.bak beside it.
   * keep: the same, but also a file that is as expected is kept.
   */
  readonly action: 'place' | 'lead' | 'remove' | 'restore' | 'keep'
  /**
   * A name in the same folder. place, lead: the file that gives way gets it, with its inode. Where the name is taken, nothing
   * is done ("changed").
   */
  readonly beside?: BytePath | undefined
}

export interface PlaceRequest {
  /** Random, 16 to 64 letters and digits, and written down before: leftovers of a run that was killed bear it in their names. */
  readonly id: string
  readonly liveRoot: string
  /** Folders in it at which subvolumes of the same file system are mounted that belong to the tree. */
  readonly mounted?: readonly BytePath[] | undefined
  /** Its contents should be on the disk (`syncFileSystem`): to share a file's blocks the kernel writes them out first. */
  readonly sourceRoot: string
  /**
   * A read-only snapshot of `liveRoot`, nested subvolumes included. A line holds if what stands at its path is what stands
   * there in the snapshot (inode and change time; or if only the change time differs, all attributes and bytes), or nothing
   * in both. Of folders only that both are folders. Undefined: nothing is expected anywhere.
   */
  readonly expectedRoot: string | undefined
  /** The source is a snapshot of the living tree: how this laptop labels and stores a file comes as well. */
  readonly isOwn?: boolean
  /** Done in this order. All names of an inode of the source, if they are to be one again. */
  readonly lines: readonly PlaceLine[]
}

/** What stands there now. A later line that links the same inode once more changes `changed` again. */
interface Standing {
  readonly path: BytePath
  readonly inode: string
  /** Change time, seconds and nanoseconds since 1970: "1795220728.224047207". */
  readonly changed: string
}

export interface PlacedResult extends Standing {
  readonly outcome: 'placed'
  /** It is linked with others in the source, but here those changed meanwhile or lie in another subvolume. */
  readonly isSeparate: boolean
  /** The names beside it under which what was there was kept. */
  readonly beside: readonly BytePath[]
}

/** It was not as expected, but is already what comes: attributes, times, bytes. */
export interface AlreadyResult extends Standing {
  readonly outcome: 'already'
}

/** Absent: there was nothing to remove. */
export interface RemovedResult {
  readonly path: BytePath
  readonly outcome: 'removed' | 'absent'
}

const reasons = ['changed', 'not-empty', 'no-folder', 'refused', 'other-file-system'] as const

/** Nothing has changed there. */
export interface LeftResult {
  readonly path: BytePath
  readonly outcome: 'left'
  /**
   * changed: it is not what was expected. not-empty: a folder that should go, or be replaced. no-folder: what should hold
   * it is missing or no folder. refused: by the kernel, see `detail`. other-file-system: at or below a mount point.
   */
  readonly why: (typeof reasons)[number]
  /** The call and errno's words: "rename: Operation not permitted". */
  readonly detail?: string
  /** The name beside it under which something was kept that somebody put there at the same instant. */
  readonly keptAs?: BytePath
}

export type PlaceResult = PlacedResult | AlreadyResult | RemovedResult | LeftResult

/**
 * Tells of each line in turn: of some at once, and at least after each second in which one was done. Only contents that had to
 * be copied, because the disk cannot share their blocks, are flushed: the caller syncs the file system afterwards. Killed at any
 * instant, each path is the old or the new one; the same request finds what is done `already` or `absent`, and does the rest.
 * The program starts meanwhile, but no line is done before `ready`: where that fails it throws the same, and nothing was done.
 *
 * @throws AppError "disk-full", after the lines that were told; "tool-missing" on another architecture; "tool-failed" when
 * a root cannot be opened or the program dies; "cancelled".
 */
export async function placeLines(
  request: PlaceRequest,
  tell: (result: PlaceResult) => void,
  { ready, ...options }: RunOptions & { readonly ready?: Promise<unknown> },
): Promise<void> {
  await runLines(request, { title: titles.placeFiles({}), actionOf: ({ action }) => action, tell, ready }, options)
}

/**
 * Removes what a killed run of the same request left behind: per line at most one `.pc-switcher-place-ID-NUMBER` beside its
 * path, and the name of `beside` where the file that should have got it is still at its path. Only these very names are looked
 * at, in the folders of the lines, and only what the source or the snapshot has as well is removed. Anything else goes back to
 * its path or, if that is taken, is kept as `.pc-switcher-kept-ID-NUMBER`.
 *
 * @returns What was kept, or could not be removed. @throws as `placeLines`.
 */
export async function clearLeftovers(request: PlaceRequest, options: RunOptions): Promise<readonly LeftResult[]> {
  const left: LeftResult[] = []
  const tell = (result: PlaceResult) => {
    if (result.outcome === 'left' && result.why !== 'other-file-system') left.push(result)
  }
  await runLines(request, { title: titles.clearPlacing({}), actionOf: () => 'clear', tell }, options)
  return left
}

interface Work {
  readonly title: Message
  readonly ready?: Promise<unknown> | undefined
  readonly actionOf: (line: PlaceLine) => string
  readonly tell: (result: PlaceResult) => void
}

/** EX_UNAVAILABLE (sysexits.h): perl was built for a machine whose system calls the program does not know. */
const unsupported = 69

async function runLines(request: PlaceRequest, work: Work, options: RunOptions): Promise<void> {
  const { id } = request
  const { title, tell, ready = Promise.resolve() } = work
  const isReady = ready.then(
    () => true,
    () => false,
  )
  if (!/^[0-9A-Za-z]{16,64}$/.test(id)) throw toolsMessages.failed({ title }, { details: `not an id: ${id}` })
  const reader = readFrames()
  let count = 0
  const { exitCode } = await run(
    {
      title,
      argv: ['perl', '-e', [calls, entries, trees, restored, lines].join('\n')],
      cwd: '/',
      input: Readable.from(framed(request, { ...work, isReady })),
      exitCodes: [0, unsupported],
      diesWithAgent: true,
      onBytes: (piece) => {
        for (const answer of reader.push(piece)) {
          const line = request.lines[count]
          if (line === undefined) throw unreadableAnswer('perl', 'more answers than lines')
          count += 1
          tell(parseResult(line.path, answer))
        }
      },
    },
    options,
  )
  await ready
  if (exitCode === unsupported) throw toolsMessages.placingUnsupported({ architecture: process.arch })
  if (count !== request.lines.length) throw unreadableAnswer('perl', `${count} of ${request.lines.length} answers`)
}

/** A first switch has a line for each file of a home: they go to the program as it takes them. */
const linesAtOnce = 2_000

async function* framed(
  { id, liveRoot, mounted = [], sourceRoot, expectedRoot = '', isOwn = false, lines: all }: PlaceRequest,
  { actionOf, isReady }: Pick<Work, 'actionOf'> & { readonly isReady: Promise<boolean> },
): AsyncGenerator<Buffer> {
  const roots = [liveRoot, sourceRoot, expectedRoot].map(bytePathFromText)
  yield frame([id, ...roots, isOwn ? 'own' : '', mounted.join('\0')])
  if (!(await isReady)) return
  for (let at = 0; at < all.length; at += linesAtOnce) {
    const some = all.slice(at, at + linesAtOnce)
    yield frame(some.flatMap((line) => [actionOf(line), line.path, line.beside ?? '']))
  }
}

function parseResult(path: BytePath, answer: Buffer): PlaceResult {
  const [outcome = '', first = '', second = '', third = '', ...beside] =
    splitFrames(answer).whole.map(bytePathFromBuffer)
  switch (outcome) {
    case 'placed':
      return { path, outcome, ...parseStanding(first, second), isSeparate: third !== '', beside }
    case 'already':
      return { path, outcome, ...parseStanding(first, second) }
    case 'removed':
    case 'absent':
      return { path, outcome }
    case 'left':
      return parseLeft(path, first, { detail: second, keptAs: third })
    default:
      throw unreadableAnswer('perl', outcome)
  }
}

function parseStanding(inode: string, changed: string): { readonly inode: string; readonly changed: string } {
  if (!/^\d+$/.test(inode) || !/^-?\d+\.\d{9}$/.test(changed)) throw unreadableAnswer('perl', `${inode} ${changed}`)
  return { inode, changed }
}

function parseLeft(path: BytePath, reason: string, { detail, keptAs }: { detail: string; keptAs: string }): LeftResult {
  const why = reasons.find((each) => each === reason)
  if (why === undefined) throw unreadableAnswer('perl', reason)
  return { path, outcome: 'left', why, ...(detail === '' ? {} : { detail }), ...(keptAs === '' ? {} : { keptAs }) }
}
