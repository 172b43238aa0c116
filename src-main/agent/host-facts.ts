import { createHash } from 'node:crypto'
import { hostname, networkInterfaces } from 'node:os'
import { readOwn, readOwnText } from '../tools/files/own-file.ts'
import { version } from '../kernel/version.ts'
import type { HostContext } from '../machine/machine.ts'
import { protocolVersion, type Hello } from '../machine/wire.ts'
import { identifyThisProcess } from '../tools/proc/process-identity.ts'
import { findAccount } from '../tools/accounts/accounts.ts'
import { readPrettyName } from '../tools/machine-info.ts'
import { agentMessages } from './messages.ts'

/** What the agent says of itself first. `program` is the path of its own bundle, `name` what pairing knows this laptop by. */
export function readHello(program: string, name: string): Hello {
  const [code, bootId] = [readOwn(program), readBootId()]
  const hostName = hostname()
  return {
    protocol: protocolVersion,
    version,
    fingerprint: createHash('sha256').update(code).digest('hex'),
    name,
    hostName,
    label: readPrettyName() ?? hostName,
    bootId,
    process: identifyThisProcess(),
    addresses: ownAddresses(),
  }
}

/** Where another machine could reach this one; not what needs the name of a network card with it (RFC 4007). */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return all.flatMap(({ address, internal, scopeid }) => (internal || (scopeid ?? 0) !== 0 ? [] : [address]))
}

export function readBootId(): string {
  return readOwnText('/proc/sys/kernel/random/boot_id').trim()
}

export function findPerson(name: string): HostContext['person'] {
  const person = findAccount(name)
  if (person !== undefined) return person
  throw agentMessages.noAccount({ name })
}
