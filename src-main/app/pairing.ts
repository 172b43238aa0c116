import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../kernel/app-error.ts'
import { errnoOf } from '../kernel/errno.ts'
import { parseState } from '../kernel/state-text.ts'
import type { SshAddress } from '../machine/ssh-link.ts'

const pairingSchema = z.object({
  version: z.literal(1),
  peer: z.object({ name: z.string().min(1), address: z.string().min(1), port: z.number().int().min(1).max(65_535) }),
})

/** The other laptop as it was paired. Rejects with "not-paired" or "invalid-configuration". */
export async function readPairing(appFolder: string): Promise<SshAddress> {
  const path = join(appFolder, 'pairing.json')
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw notPaired(path, cause)
  })
  const about = { path, schema: pairingSchema, without: 'Then pair the laptops again.' }
  const { peer } = parseState({ ...about, code: 'invalid-configuration' }, text)
  const [privateKey, knownHosts] = await Promise.all([
    readFile(join(appFolder, 'id_ed25519')),
    readFile(join(appFolder, 'known_hosts'), 'utf8'),
  ]).catch((cause: unknown) => {
    throw notPaired(appFolder, cause)
  })
  return { ...peer, privateKey, hostKeys: hostKeysOf(knownHosts, peer.address, peer.port) }
}

/** Key blobs of known_hosts(5) lines for the address; pairing writes the names plainly, not hashed. */
export function hostKeysOf(knownHosts: string, address: string, port: number): readonly string[] {
  const wanted = port === 22 ? address : `[${address}]:${port}`
  return knownHosts.split('\n').flatMap((line) => {
    const [names, , blob] = line.trim().split(/\s+/)
    return names?.split(',').includes(wanted) === true && blob !== undefined ? [blob] : []
  })
}

function notPaired(details: string, cause: unknown): AppError {
  const code = errnoOf(cause)
  if (code === 'EACCES') {
    return new AppError({
      code: 'invalid-configuration',
      message: 'The pairing of this laptop belongs to another account.',
      hint: 'Start pc-switcher as the user who paired the laptops.',
      details,
      cause,
    })
  }
  return new AppError({
    code: 'not-paired',
    message: 'This laptop is not paired yet.',
    hint: 'Install pc-switcher on both laptops and pair them. To try it without laptops, use the practice pair in the source code.',
    details,
    cause,
  })
}
