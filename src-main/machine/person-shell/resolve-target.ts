/** What a person types for the other laptop, as an address. */
import { homedir } from 'node:os'
import { readSshAlias, type SshAlias } from '../../tools/ssh/ssh-alias.ts'

/** `[USER@]HOST`; what ~/.ssh/config says of HOST counts, what is typed more. */
export async function resolveTarget(target: string, port: number | undefined): Promise<SshAlias> {
  const at = target.indexOf('@')
  const alias = await readSshAlias(target.slice(at + 1), homedir(), {})
  const typed = at === -1 ? undefined : target.slice(0, at)
  return {
    address: alias.address,
    port: port ?? alias.port,
    user: typed ?? alias.user,
  }
}
