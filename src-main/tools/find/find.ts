/** GNU find (findutils 4.9 and 4.10) as the fastest way to ask every file of a tree what it is. */
import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { run, type RunOptions } from '../run.ts'
import { toolsMessages } from '../messages.ts'

export interface ListTree {
  /** Absolute and without a slash at its end. */
  readonly root: string
  /** Absolute; listed with type `X` alone, and not entered. */
  readonly pruned: readonly BytePath[]
  /** Among `pruned`: what even root may not look at, such as another person's FUSE mount. */
  readonly unreadable: readonly BytePath[]
  /** The file that the list is written to. */
  readonly output: string
}

/**
 * What is written for each file, ended by NUL. `//` ends the path, for no path below a root has it:
 * path // ctime inode device links type mode user group size mtime target
 */
const record = '%P//%C@ %i %D %n %y %m %u %g %s %T@ %l\\0'

export function listTreeArgv(request: ListTree): readonly [string, ...string[]] {
  const { root, pruned, output } = request
  const left = pruned.flatMap((path) => ['-o', '-path', pathPattern(path)])
  const prune = left.length === 0 ? [] : ['(', ...left.slice(1), ')', '-prune', '-fprintf', output, '%P//X\\0', '-o']
  return ['find', '-P', root, '-mindepth', '1', '-ignore_readdir_race', ...prune, '-fprintf', output, record]
}

/** Sockets are listed like everything else. Throws when any folder could not be read, for then the list is not whole. */
export async function listTree(request: ListTree, options: RunOptions = {}): Promise<void> {
  const { exitCode, stderr } = await run(
    {
      title: 'list the files of /home',
      argv: listTreeArgv(request),
      exitCodes: [0, 1],
      env: { LC_ALL: 'C' },
      diesWithAgent: true,
    },
    options,
  )
  const complaints = unexplained(stderr, request.unreadable)
  if (exitCode === 0 && complaints.length === 0) return
  if (exitCode === 1 && stderr !== '' && complaints.length === 0) return
  throw toolsMessages[/No space left/.test(stderr) ? 'filesNotListedDiskFull' : 'filesNotListed'](
    {},
    { details: complaints.slice(0, 20).join('\n') || `find ended with ${exitCode}` },
  )
}

/** `find: '/home/alice/nas': Permission denied` about a mount that only its owner may enter is known beforehand. */
function unexplained(stderr: string, unreadable: readonly BytePath[]): readonly string[] {
  const known = unreadable.map((path) => `find: '${path}': `)
  const lines = stderr.split('\n').filter((line) => line !== '')
  return lines.filter((line) => !known.some((start) => bytePathFromText(line).startsWith(start)))
}

/** An fnmatch(3) pattern for exactly this path; a byte that cannot stand in an argument is any one byte. */
function pathPattern(path: BytePath): string {
  // eslint-disable-next-line no-control-regex -- arguments are UTF-8, so only ASCII goes as it is
  return path.replace(/[\\*?[]/g, '\\$&').replace(/[^\u0001-\u007f]/g, '?')
}
