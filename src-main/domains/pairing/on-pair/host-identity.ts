/** A host key as a person compares it: its whole fingerprint, or six words. */
import { scrypt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { HostIdentity } from '../../../contract/pairing-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { fingerprintOf } from '../../../machine/person-shell/ssh-shell.ts'
import * as texts from './texts.ts'
import { wordList } from './words/texts.ts'

const derive = promisify<Buffer, string, number, object, Buffer>(scrypt)

/**
 * Six words of 256 are 48 bits, too few to keep somebody from trying keys until the words fit. Each try takes a tenth of a second
 * and 32 MiB (RFC 7914), which makes them as good as 70 bits.
 */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 }

export async function identityOf(blob: Buffer): Promise<HostIdentity> {
  const bytes = await derive(blob, 'pc-switcher/host-key', 6, cost)
  return { fingerprint: fingerprintOf(blob), words: [...bytes].map((byte) => wordList[byte] ?? '') }
}

/** In the order in which a laptop that connects prefers them. */
const kinds = ['ed25519', 'ecdsa', 'rsa']

export async function readOwnHostKey(folder = '/etc/ssh'): Promise<Buffer> {
  for (const kind of kinds) {
    const text = await readFile(`${folder}/ssh_host_${kind}_key.pub`, 'utf8').catch(() => undefined)
    const blob = text?.split(' ')[1]
    if (blob !== undefined) return Buffer.from(blob, 'base64')
  }
  throw new AppError({ code: 'invalid-configuration', ...texts.noOwnKey })
}
