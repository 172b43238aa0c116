/** dd(1): the beginning of a file, read with the rights of an account. */
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { asPerson, type Account } from '../accounts/as-person.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export type ReadHead = { readonly kind: 'read'; readonly content: Buffer } | { readonly kind: 'denied' }

const blockBytes = 65_536

/** At least the first `bytes` of it, if it has as many. No link is followed at its end, and no FIFO waited for. */
export async function readHeadAs(
  account: Account,
  { root, path, bytes }: { readonly root: string; readonly path: BytePath; readonly bytes: number },
  options: RunOptions,
): Promise<ReadHead> {
  const count = Math.ceil(bytes / blockBytes)
  const dd = ['dd', 'if={}', `bs=${blockBytes}`, `count=${count}`, 'iflag=nofollow,nonblock,fullblock', 'status=none']
  const [program, ...rest] = asPerson(account)
  const { exitCode, bytes: content } = await run(
    {
      title: titles.readFile({}),
      // xargs, because an argument of Node can only be UTF-8; 123: the command itself failed (xargs(1)).
      argv: [program, ...rest, 'xargs', '--null', '--replace={}', ...dd],
      cwd: root,
      input: Buffer.concat([bufferFromBytePath(`./${path}`), Buffer.from('\0')]),
      exitCodes: [0, 123],
      env: { LC_ALL: 'C' },
    },
    options,
  )
  return exitCode === 0 ? { kind: 'read', content } : { kind: 'denied' }
}
