/** findmnt(8): which mounted file system a path is on. */
import { z } from 'zod'
import { readOwnText } from '../files/own-file.ts'
import { rememberWhile } from '../../kernel/remember-while.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { parseJson } from '../../kernel/parse-json.ts'

export interface Mount {
  readonly target: string
  /** "btrfs", "ext4", "overlay". */
  readonly fsType: string
  /** Of the file system; some kinds have none. */
  readonly uuid: string | undefined
  /** The folder of the file system that is mounted: "/@home". */
  readonly fsRoot: string
}

const known = new Map<string, (options: RunOptions) => Promise<Mount>>()

/** Asked again only when something was mounted or unmounted since. */
export function findMount(path: string, options: RunOptions): Promise<Mount> {
  const ask = known.get(path) ?? rememberWhile(readMounts, (given: RunOptions) => askFindmnt(path, given))
  known.set(path, ask)
  return ask(options)
}

function readMounts(): string {
  return readOwnText('/proc/self/mountinfo', 'latin1')
}

async function askFindmnt(path: string, options: RunOptions): Promise<Mount> {
  const { stdout } = await run(
    {
      title: titles.findFileSystem({ name: path }),
      argv: ['findmnt', '--json', '--output', 'TARGET,FSTYPE,UUID,FSROOT', '--target', path],
    },
    options,
  )
  return parseFindmnt(stdout)
}

const answerSchema = z.object({
  filesystems: z.array(
    z.object({ target: z.string(), fstype: z.string(), uuid: z.string().nullable(), fsroot: z.string() }),
  ),
})

/** With mounts on top of one another the last one is what is seen. */
export function parseFindmnt(text: string): Mount {
  const answer = answerSchema.safeParse(parseJson(text))
  const mount = answer.data?.filesystems.at(-1)
  if (mount === undefined) throw unreadableAnswer('findmnt', text)
  return { target: mount.target, fsType: mount.fstype, uuid: mount.uuid ?? undefined, fsRoot: mount.fsroot }
}
