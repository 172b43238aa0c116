/** GNU find (findutils 4.9 and 4.10) as the fastest way to ask every file of a tree what it is. */
import type { BytePath } from '../../kernel/byte-path.ts'
import { run, type RunOptions } from '../run.ts'
import { toolsMessages } from '../messages.ts'
import { titles } from '../titles/messages.ts'

export interface ListTree {
  /** Absolute and without a slash at its end. */
  readonly root: string
  /** Absolute; listed with type `X` alone, and not entered. */
  readonly pruned: readonly BytePath[]
  /** The file that the list is written to. */
  readonly output: string
}

/**
 * What is written for each file, ended by NUL. `//` ends the path, for no path below a root has it:
 * path // ctime inode device links type mode user group size mtime target
 */
export const listedFacts = '//%C@ %i %D %n %y %m %u %g %s %T@ %l\\0'
const record = `%P${listedFacts}`

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
      title: titles.listHome({}),
      argv: listTreeArgv(request),
      exitCodes: [0, 1],
      env: { LC_ALL: 'C' },
      diesWithAgent: true,
    },
    options,
  )
  if (exitCode === 0 && stderr === '') return
  throw toolsMessages[/No space left/.test(stderr) ? 'filesNotListedDiskFull' : 'filesNotListed'](
    {},
    { details: stderr.slice(0, 4_000) || `find ended with ${exitCode}` },
  )
}

/** An fnmatch(3) pattern for exactly this path; a byte that cannot stand in an argument is any one byte. */
function pathPattern(path: BytePath): string {
  // eslint-disable-next-line no-control-regex -- arguments are UTF-8, so only ASCII goes as it is
  return path.replace(/[\\*?[]/g, '\\$&').replace(/[^\u0001-\u007f]/g, '?')
}
