/** sftp(1) in batch mode: whether a server lets us in, and what a folder there is. Seen with OpenSSH 9.2 to 10.0. */
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { sshAlias } from './ssh.ts'

export interface RemoteFolder {
  /** Undefined where nobody knows what is in it: it cannot be read. None where there is no such folder. */
  readonly names: readonly string[] | undefined
  /** Where the server tells it (statvfs@openssh.com). */
  readonly room: { readonly totalBytes: number; readonly freeBytes: number } | undefined
}

export type SftpAnswer =
  { readonly kind: 'answered'; readonly folder: RemoteFolder } | { readonly kind: 'failed'; readonly said: string }

/** `config`: a file that says how to reach it (`sshConfig`). `folder` has no quotes, backslashes or wildcards. */
export async function askSftp(config: string, folder: string, options: RunOptions): Promise<SftpAnswer> {
  // One that fails keeps the next from being done, but for those with a "-".
  const input = [`-df "${folder}"`, `-ls -1a "${folder}"`, 'pwd', ''].join('\n')
  const argv = ['sftp', '-F', config, '-b', '-', sshAlias] as const
  const { exitCode, stdout, stderr } = await run(
    { title: titles.askServer({}), argv: [...argv], input, exitCodes: [0, 1, 255] },
    options,
  )
  return exitCode === 0
    ? { kind: 'answered', folder: parseSftpAnswer(stdout, stderr) }
    : { kind: 'failed', said: stderr }
}

const kib = 1024

/** What sftp repeats of its input begins with "sftp> ". Some servers list "." and "..", others do not. */
export function parseSftpAnswer(text: string, said: string): RemoteFolder {
  const [, room] = /^ +Size +Used +Avail[^\n]*\n *(\d+ +\d+ +\d+)/m.exec(text) ?? []
  const [total, , free] = (room ?? '').split(/ +/).map(Number)
  const listed = /^sftp> -?ls [^\n]*\n([^]*?)^sftp> pwd$/m.exec(text)?.[1]?.split('\n') ?? []
  const names = listed.flatMap((line) => (line === '' ? [] : [line.replace(/^.*\//, '')]))
  return {
    names: isUnlisted(said) ? undefined : names.filter((name) => name !== '.' && name !== '..'),
    room:
      total === undefined || free === undefined || Number.isNaN(free)
        ? undefined
        : { totalBytes: total * kib, freeBytes: free * kib },
  }
}

/** One that is not there has nothing in it; any other failure says nothing of what is there. */
function isUnlisted(said: string): boolean {
  return said.split('\n').some((line) => /readdir|^Can't ls|^Couldn't/.test(line) && !/" not found$/.test(line.trim()))
}
