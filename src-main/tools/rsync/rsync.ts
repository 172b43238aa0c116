/**
 * rsync, 3.2.7 to 3.5.0: the sending side, and its daemon form as the receiving side. The daemon shuts itself into the
 * folder it receives into (chroot), so that no link in there leads elsewhere, and refuses every option not named.
 */
import type { AppError } from '../../kernel/app-error.ts'
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { explainSshEnd } from '../ssh/ssh.ts'
import { toolsMessages } from '../messages.ts'
import { titles } from '../titles/messages.ts'

/** Options of a transfer, as the sender gives them and as the receiver allows them: always from one record. */
export interface RsyncManner {
  readonly options: readonly string[]
  /** Long names of what reaches the receiver because of `options`. */
  readonly allowed: readonly string[]
}

export interface RsyncPush {
  readonly folder: string
  /** Relative to `folder`. Exactly these: what is in a folder is not sent because the folder is. */
  readonly paths: readonly BytePath[]
  readonly manner: RsyncManner
  /** A program that connects standard input and output with the receiver; it is started with arguments that it ignores. */
  readonly shell: string
  readonly shellEnv: Readonly<Record<string, string>>
}

export interface PushResult {
  /** Files whose contents were sent, and how many bytes of contents these files have. */
  readonly files: number
  readonly bytes: number
  /** What really went over the connection. */
  readonly sentBytes: number
}

/** The name of the receiving folder, as the sender says it. */
const moduleName = 'in'

export function pushArgv(request: Pick<RsyncPush, 'folder' | 'manner' | 'shell'>): readonly [string, ...string[]] {
  return [
    'rsync',
    ...request.manner.options,
    // Only what is listed: parents are made where they are missing, and left as they are where they are not.
    '--relative',
    '--no-implied-dirs',
    '--files-from=-',
    '--from0',
    '--no-human-readable',
    '--info=progress2',
    '--stats',
    `--rsh=${request.shell}`,
    '--',
    `${request.folder}/`,
    `other::${moduleName}/`,
  ]
}

/** "./" before each name, because even with --from0 a line that starts with # or ; is skipped as a comment (seen with 3.5.0). */
export function fileList(paths: readonly BytePath[]): Buffer {
  return Buffer.concat(
    paths.map((path) => Buffer.concat([Buffer.from('./'), bufferFromBytePath(path), Buffer.from('\0')])),
  )
}

export async function pushWithRsync(
  request: RsyncPush,
  onBytes: (bytes: number) => void,
  options: RunOptions,
): Promise<PushResult> {
  const { exitCode, stdout, stderr } = await run(
    {
      title: titles.sendFiles({}),
      argv: pushArgv(request),
      input: fileList(request.paths),
      env: request.shellEnv,
      exitCodes: Array.from({ length: 256 }, (_, code) => code),
      diesWithAgent: true,
      onLine: (line) => {
        const bytes = parseProgressBytes(line)
        if (bytes !== undefined) onBytes(bytes)
      },
    },
    options,
  )
  if (!endedWell.includes(exitCode)) throw explainRsyncEnd(exitCode, stderr)
  return parseStats(stdout)
}

/** 24: a file vanished between listing and sending, which the verification sees (rsync(1), "EXIT VALUES"). */
const endedWell = [0, 24]

/** "     32,768  12%  1.2MB/s    0:00:01 (xfr#1, to-chk=3/8)", without separators by --no-human-readable. */
export function parseProgressBytes(line: string): number | undefined {
  const match = /^\s*(\d+)\s+\d+%\s/.exec(line)
  return match?.[1] === undefined ? undefined : Number(match[1])
}

export function parseStats(text: string): PushResult {
  const read = (name: string) => {
    const found = new RegExp(`^${name}: (\\d+)`, 'm').exec(text)?.[1]
    if (found === undefined) throw unreadableAnswer('rsync --stats', text.slice(-2_000))
    return Number(found)
  }
  return {
    files: read('Number of regular files transferred'),
    bytes: read('Total transferred file size'),
    sentBytes: read('Total bytes sent'),
  }
}

export function explainRsyncEnd(exitCode: number, stderr: string): AppError {
  const details = `rsync ended with ${exitCode}: ${stderr.trim().slice(-4_000)}`
  if (stderr.includes('No space left on device')) return toolsMessages.receiverFull({}, { details })
  if (stderr.includes('Disk quota exceeded')) return toolsMessages.receiverQuotaFull({}, { details })
  if (/\[(?:receiver|generator)\].*Read-only file system/.test(stderr))
    return toolsMessages.receiverReadOnly({}, { details })
  return (
    (connectionEnded.includes(exitCode) ? explainConnectionEnd(stderr, details) : undefined) ??
    toolsMessages.notAllSent({}, { details })
  )
}

/** Only then the words are not about files, whose names could say anything. */
const connectionEnded: readonly number[] = [5, 10, 12, 30, 35, 255]

function explainConnectionEnd(stderr: string, details: string): AppError | undefined {
  if (!/^pc-switcher: /m.test(stderr)) return explainSshEnd(stderr)
  return toolsMessages.transferRefused({}, { details })
}

/** Configuration of the receiving side (rsyncd.conf(5)); `*` refuses all options but those after "!". */
export function receiverConfig(folder: string, manner: RsyncManner): string {
  const allowed = ['relative', 'no-implied-dirs', 'stats', ...manner.allowed].map((name) => `!${name}`)
  return [
    'use chroot = yes',
    'uid = 0',
    'gid = 0',
    'numeric ids = yes',
    'munge symlinks = no',
    'reverse lookup = no',
    'log file = /dev/null',
    `[${moduleName}]`,
    `path = ${folder}`,
    'read only = no',
    'write only = yes',
    'list = no',
    `refuse options = * ${allowed.join(' ')}`,
    '',
  ].join('\n')
}

/** The receiving side on standard input and output. */
export function receiverArgv(configFile: string): readonly [string, ...string[]] {
  return ['rsync', '--server', '--daemon', `--config=${configFile}`, '.']
}
