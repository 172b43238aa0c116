/** tar (GNU, 1.34 and 1.35) and gzip(1): some files of a tree as an archive, the same bytes for the same files, and archives into a tree. */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { run, type RunOptions } from '../run.ts'
import { giveSignOfLife } from '../sign-of-life.ts'
import { titles } from '../titles/messages.ts'
import { packing } from './tar-tree.ts'

/** gzip names nothing and no time: level 1 is four times as fast as the usual one, and a tenth larger. */
const compressing = ['--use-compress-program=gzip --no-name --fast'] as const

export interface PackFiles {
  readonly folder: string
  /** Below it; a folder without what is in it. */
  readonly paths: readonly BytePath[]
  /** The archive. */
  readonly file: string
}

export async function packFiles({ folder, paths, file }: PackFiles, options: RunOptions): Promise<void> {
  const names = ['--no-recursion', '--null', '--verbatim-files-from', '--files-from=-'] as const
  await run(
    {
      title: titles.copyFiles({}),
      argv: ['tar', ...packing, '--sparse', ...compressing, `--file=${file}`, ...names],
      cwd: folder,
      input: Buffer.concat(paths.flatMap((path) => [bufferFromBytePath(path), Buffer.from('\0')])),
      env: { LC_ALL: 'C' },
      diesWithAgent: true,
    },
    options,
  )
}

export interface UnpackFiles {
  readonly archives: readonly string[]
  /** Empty, and nobody else's. */
  readonly folder: string
  /** Of what is in them alone. */
  readonly member: string
  /** Of all of them, unpacked. */
  readonly mostBytes: number
}

/**
 * As one archive: tar makes links of which it does not know where they lead at its very end, so that nothing is written through one that
 * came before. Answers false where there is more in them.
 */
export async function unpackFiles(
  { archives, folder, member, mostBytes }: UnpackFiles,
  options: RunOptions,
): Promise<boolean> {
  let bytes = 0
  const seen = { isTooMuch: false }
  async function* contents() {
    for (const archive of archives) {
      const from = createReadStream(archive)
      const unpacked = createGunzip()
      from.on('error', (thrown) => unpacked.destroy(thrown)).pipe(unpacked)
      try {
        for await (const piece of unpacked as AsyncIterable<Buffer>) {
          bytes += piece.length
          seen.isTooMuch = bytes > mostBytes
          if (seen.isTooMuch) return
          giveSignOfLife()
          yield piece
        }
      } finally {
        from.destroy()
        if (!from.closed) await once(from, 'close')
      }
    }
  }
  const input = Readable.from(contents())
  const restoring = ['--preserve-permissions', '--same-owner', '--numeric-owner', '--xattrs', '--xattrs-include=*']
  const ending = ['--ignore-zeros', '--delay-directory-restore', '--anchored', '--no-wildcards'] as const
  try {
    await run(
      {
        title: titles.copyFiles({}),
        argv: ['tar', '--extract', ...restoring, ...ending, `--directory=${folder}`, '--', member],
        input,
        env: { LC_ALL: 'C' },
        diesWithAgent: true,
      },
      options,
    )
  } catch (thrown) {
    if (seen.isTooMuch) return false
    throw thrown
  } finally {
    // Nothing of ours is open when it is over.
    input.destroy()
    if (!input.closed) await once(input, 'close')
  }
  return !seen.isTooMuch
}
