/** GNU find (findutils 4.9 and later, for -files0-from) for what it says of some paths of a tree. */
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { readRecords } from '../files/nul-records.ts'
import { toolsMessages } from '../messages.ts'
import { titles } from '../titles/messages.ts'
import { readAtOnce, run, unreadableAnswer, type RunOptions } from '../run.ts'

export interface ListPaths {
  /** Absolute; nobody changes what is in it meanwhile. */
  readonly root: string
  /** From the root. All of them must be there. */
  readonly paths: readonly BytePath[]
}

/**
 * What is told of each path, after it and ended by NUL. `//` ends the path, for no path below a root has it:
 * path // ctime inode device links type mode user group size mtime target
 */
const listedFacts = '//%C@ %i %D %n %y %m %u %g %s %T@ %l\\0'

const start = './'
const paths = (request: ListPaths): Buffer =>
  Buffer.concat(request.paths.map((path) => bufferFromBytePath(`${start}${path}\0`)))

export function listPathsArgv(): readonly [string, ...string[]] {
  return ['find', '-P', '-files0-from', '-', '-maxdepth', '0', '-printf', `%p${listedFacts}`]
}

/** Tells a record of each, in the order of the paths. Throws when one is not there, or could not be read. */
export async function listPaths(
  request: ListPaths,
  tell: (record: BytePath) => void,
  options: RunOptions,
): Promise<void> {
  if (request.paths.length === 0) return
  let told = 0
  const reader = readRecords((record) => {
    if (!record.startsWith(start)) throw unreadableAnswer('find', record.slice(0, 200))
    told += 1
    tell(record.slice(start.length))
  })
  const { exitCode, stderr } = await run(
    {
      title: titles.listFiles({}),
      argv: listPathsArgv(),
      cwd: request.root,
      input: paths(request),
      // 1: a path is gone or cannot be looked at, which is told below.
      exitCodes: [0, 1],
      env: { LC_ALL: 'C' },
      diesWithAgent: request.paths.length > readAtOnce,
      onBytes: (piece) => reader.push(piece),
    },
    options,
  )
  if (exitCode === 0 && told === request.paths.length && reader.rest() === '') return
  const end = `find ended with ${exitCode} after ${told} of ${request.paths.length}`
  throw toolsMessages.filesNotListed({}, { details: [end, stderr.slice(0, 4_000)].join(': ') })
}
