/** What a folder has beside its contents, from one tree to another one that its owner may be changing meanwhile. */
import { rmSync } from 'node:fs'
import type { BytePath } from '../../kernel/byte-path.ts'
import { writeFlushed } from '../files/durable-file.ts'
import { fileList, receiverArgv, receiverConfig, type RsyncManner } from './rsync.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

const manner: RsyncManner = {
  options: ['--perms', '--times', '--group', '--owner', '--dirs', '-AX', '--numeric-ids', '--modify-window=-1'],
  allowed: ['perms', 'times', 'group', 'owner', 'dirs', 'acls', 'xattrs', 'numeric-ids', 'modify-window'],
}

export interface CopyAttributes {
  readonly from: string
  readonly to: string
  /** Of folders, below both. */
  readonly paths: readonly BytePath[]
  /** A place for a file that only root can read, without spaces or quotes. */
  readonly configFile: string
}

/** The receiving rsync shuts itself into `to`, so that no link in there leads elsewhere. */
export async function copyFolderAttributes(request: CopyAttributes, options: RunOptions): Promise<void> {
  if (request.paths.length === 0) return
  try {
    writeFlushed(request.configFile, receiverConfig(request.to, manner))
    await run(
      {
        title: titles.restoreFolders({}),
        argv: attributesArgv(request),
        input: fileList(request.paths),
        diesWithAgent: true,
      },
      options,
    )
  } finally {
    rmSync(request.configFile, { force: true })
  }
}

export function attributesArgv({ from, configFile }: CopyAttributes): [string, ...string[]] {
  const receiver = receiverArgv(configFile).join(' ')
  return [
    'rsync',
    ...manner.options,
    ...['--relative', '--no-implied-dirs', '--files-from=-', '--from0', `--rsh=sh -c 'exec ${receiver}'`],
    ...['--', `${from}/`, 'other::in/'],
  ]
}
