/** lsattr(1) and chattr(1), e2fsprogs 1.46 and later: flags of files that no other tool tells. */
import { bufferFromBytePath, bytePathFromBuffer, type BytePath } from '../../kernel/byte-path.ts'
import { dieWithParent, run, type RunOptions } from '../run.ts'
import type { Message } from '../../kernel/message.ts'
import { titles } from '../titles/messages.ts'

interface Paths {
  readonly root: string
  /** Files and folders, relative to it. */
  readonly paths: readonly BytePath[]
}

/** Those that are written in place instead of copied on write (`C`). What cannot be asked has no such flag. */
export function readNocow(asked: Paths, options: RunOptions): Promise<readonly BytePath[]> {
  return readFlagged(asked, { title: titles.listNoCopyOnWrite({}), flags: /C/ }, options)
}

/** Those that not even root can change (`i`), or only add to (`a`). What cannot be asked has no such flag. */
export function readImmutable(asked: Paths, options: RunOptions): Promise<readonly BytePath[]> {
  return readFlagged(asked, { title: titles.listImmutable({}), flags: /[ia]/ }, options)
}

interface Wanted {
  readonly title: Message
  readonly flags: RegExp
}

async function readFlagged(
  { root, paths }: Paths,
  { title, flags }: Wanted,
  options: RunOptions,
): Promise<readonly BytePath[]> {
  if (paths.length === 0) return []
  const { bytes } = await run(
    {
      title,
      argv: [...dieWithParent, 'xargs', '--null', 'lsattr', '-d', '--'],
      cwd: root,
      input: listOf(paths),
      // 123: some could not be asked: they are gone, or no file of a file system with flags (lsattr ends with 1); 127: there is no lsattr.
      exitCodes: [0, 123, 127],
      env: { LC_ALL: 'C' },
    },
    options,
  )
  return parseLsattr(bytePathFromBuffer(bytes), paths, flags)
}

/** "---------------C------ ./name" for each in turn; names may hold line breaks, so each is looked for as it is known. */
export function parseLsattr(text: string, paths: readonly BytePath[], wanted: RegExp): readonly BytePath[] {
  let at = 0
  return paths.filter((path) => {
    const end = text.indexOf(' ', at)
    const line = ` ./${path}\n`
    if (end < 0 || !text.startsWith(line, end)) return false
    const flags = text.slice(at, end)
    at = end + line.length
    return wanted.test(flags)
  })
}

/** Works on folders and on files without contents. */
export async function setNocow({ root, paths }: Paths, options: RunOptions): Promise<void> {
  if (paths.length === 0) return
  await run(
    {
      title: titles.disableCopyOnWrite({}),
      argv: [...dieWithParent, 'xargs', '--null', 'chattr', '+C', '--'],
      cwd: root,
      input: listOf(paths),
    },
    options,
  )
}

function listOf(paths: readonly BytePath[]): Buffer {
  return Buffer.concat(paths.flatMap((path) => [Buffer.from('./'), bufferFromBytePath(path), Buffer.from('\0')]))
}
