/** What a person types for the other laptop, as an address. */
import { homedir } from 'node:os'
import { AppError } from '../../kernel/app-error.ts'
import { readSshAlias, type SshAlias } from '../../tools/ssh/ssh-alias.ts'
import * as texts from '../texts.ts'

export type Target = Omit<SshAlias, 'byProxy'>

/**
 * `[USER@]HOST`; what ~/.ssh/config says of HOST counts, what is typed more. AppError "unreachable" where it says that
 * HOST is behind another machine.
 */
export async function resolveTarget(target: string, port: number | undefined): Promise<Target> {
  const at = target.indexOf('@')
  const host = target.slice(at + 1)
  const { byProxy, ...alias } = await readSshAlias(host, homedir(), {})
  if (byProxy) throw new AppError({ code: 'unreachable', ...texts.behindAnother(host) })
  const typed = at === -1 ? undefined : target.slice(0, at)
  return { ...alias, port: port ?? alias.port, user: typed ?? alias.user }
}
