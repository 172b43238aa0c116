/**
 * tar (GNU, 1.34 and 1.35): something of a person's, packed with the rights of the person. It says itself when a file changed while it
 * was read, and ends with 1.
 */
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { asPerson, type Account } from '../accounts/as-person.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { packing } from './tar-tree.ts'

export interface PackNamed {
  /** The folder that `name` is in. */
  readonly folder: string
  readonly name: BytePath
  readonly as: Account
}

/** What is mounted in it and its sockets are left out; holes stay holes. */
export async function packNamed(
  { folder, name, as }: PackNamed,
  { onBytes, signal }: RunOptions & { readonly onBytes: (piece: Buffer) => void },
): Promise<void> {
  // A name in an argument can only be UTF-8.
  const words = [...packing, '--sparse', '--one-file-system', '--null', '--no-unquote', '--files-from=-'] as const
  await run(
    {
      title: titles.copyFiles({}),
      argv: [...asPerson(as), 'tar', ...words],
      cwd: folder,
      input: Buffer.concat([bufferFromBytePath(`./${name}`), Buffer.from('\0')]),
      env: { LC_ALL: 'C' },
      onBytes,
    },
    { signal },
  )
}

/** The file that changed or went while it was read, from what tar said; undefined where it ended for another reason. */
export function parseChanged(said: string): string | undefined {
  return /(?:^|: )tar: \.?\/?(.*?): (?:file changed as we read it|File removed before we read it|File shrank by \d+ bytes; padding with zeros)$/m.exec(
    said,
  )?.[1]
}
