import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hostKeysOf } from '../commons/transfers/known-hosts.ts'
import { isAlonePairing, pairingFile, pairingSchema } from '../commons/transfers/pairing-file.ts'
import { AppError } from '../kernel/app-error.ts'
import { errnoOf } from '../kernel/errno.ts'
import type { SshAddress } from '../machine/ssh-link.ts'
import * as texts from './texts.ts'
import { parseOwnState } from './wording.ts'
import { agentMessages } from '../agent/messages.ts'

/** The other laptop as it was paired. Rejects with "not-paired", "no-peer" (set up alone) or "invalid-configuration". */
export async function readPairing(appFolder: string): Promise<SshAddress> {
  const path = pairingFile(appFolder)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw notPaired(path, cause)
  })
  if (isAlonePairing(text)) throw new AppError({ code: 'no-peer', ...texts.noPeer })
  const about = { path, schema: pairingSchema, without: agentMessages.pairAgain({}) }
  const { peer } = parseOwnState({ ...about, code: 'invalid-configuration' }, text)
  const [privateKey, knownHosts] = await Promise.all([
    readFile(join(appFolder, 'id_ed25519')),
    readFile(join(appFolder, 'known_hosts'), 'utf8'),
  ]).catch((cause: unknown) => {
    throw notPaired(appFolder, cause)
  })
  return { others: [], ...peer, privateKey, hostKeys: hostKeysOf(knownHosts) }
}

function notPaired(details: string, cause: unknown): AppError {
  const code = errnoOf(cause)
  if (code === 'EACCES') {
    return new AppError({ code: 'invalid-configuration', ...texts.pairedByOther, details, cause })
  }
  return new AppError({ code: 'not-paired', ...texts.notPaired, details, cause })
}
