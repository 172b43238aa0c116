/** setfattr (attr 2.5): gives extended attributes, ACLs and capabilities among them, to many files at once. */
import type { BytePath } from '../../kernel/byte-path.ts'
import { dieWithParent, run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** `name=0xhex` a line, as `readAttributes` has them, for each path: absolute, and only where nobody but root can write. */
export async function writeAttributes(
  attributes: ReadonlyMap<BytePath, readonly string[]>,
  options: RunOptions,
): Promise<void> {
  const blocks = [...attributes].filter(([, lines]) => lines.length > 0)
  if (blocks.length === 0) return
  const text = blocks.map(([path, lines]) => `# file: ${escapeName(path)}\n${lines.join('\n')}\n\n`).join('')
  await run(
    {
      title: titles.writeAttributes({}),
      argv: ['setfattr', '--no-dereference', '--restore=-'],
      cwd: '/',
      input: Buffer.from(text, 'latin1'),
      env: { LC_ALL: 'C' },
      diesWithAgent: true,
    },
    options,
  )
}

/** From all of the paths, of which each has it: absolute, and only where nobody but root can write. */
export async function removeAttribute(paths: readonly BytePath[], name: string, options: RunOptions): Promise<void> {
  if (paths.length === 0) return
  await run(
    {
      title: titles.writeAttributes({}),
      argv: [...dieWithParent, 'xargs', '--null', 'setfattr', '--no-dereference', `--remove=${name}`, '--'],
      input: Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1'),
      env: { LC_ALL: 'C' },
    },
    options,
  )
}

/** As getfattr writes them: what is not printable and backslashes are `\ooo`. */
function escapeName(path: BytePath): string {
  return path.replace(/[^\x20-\x7e]|[\\=]/g, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`)
}
