/** ssh(1) -G: what ~/.ssh/config makes of a name, without connecting. Seen with OpenSSH 9.2 to 10.0. */
import { isAbsolute } from 'node:path'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface SshAlias {
  readonly address: string
  readonly port: number
  readonly user: string
  /** Absolute; few of them need to be there. */
  readonly keyFiles: readonly string[]
  /** Whether it is reached by another machine or a program (ProxyJump, ProxyCommand). */
  readonly byProxy: boolean
}

/** `name`: nothing that ssh could take for an option. `home`: of the person, whose settings they are. */
export async function readSshAlias(name: string, home: string, options: RunOptions): Promise<SshAlias> {
  const argv = ['ssh', '-G', '--', name] as const
  const { stdout } = await run({ title: titles.readSshAlias({}), argv, env: { HOME: home } }, options)
  return parseSshAlias(stdout, home)
}

export function parseSshAlias(text: string, home: string): SshAlias {
  const [address, port, user] = ['hostname', 'port', 'user'].map(
    (name) => new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1],
  )
  if (address === undefined || port === undefined || user === undefined) throw unreadableAnswer('ssh -G', text)
  const keyFiles = [...text.matchAll(/^identityfile (.+)$/gm)].map(([, file = '']) => file.replace(/^~(?=\/)/, home))
  const byProxy = /^proxy(jump|command) (?!none$)/m.test(text)
  return { address, port: Number(port), user, keyFiles: keyFiles.filter((file) => isAbsolute(file)), byProxy }
}
