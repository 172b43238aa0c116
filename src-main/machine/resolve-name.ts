/** Addresses of a host name, by all that this laptop resolves names with: files, DNS, mDNS (getaddrinfo(3), nsswitch.conf(5)). */
import { lookup } from 'node:dns/promises'
import { setTimeout as wait } from 'node:timers/promises'

/** DNS servers that do not answer are waited for longer than anybody wants. */
const patienceMs = 3_000
/** A name is asked for once at a time: each lookup keeps one of few threads (dns.lookup in Node's documentation). */
const asked = new Map<string, Promise<readonly string[]>>()

/** Where a laptop is by its name: in the local network by itself (RFC 6762), and as the router or /etc/hosts knows it. */
export async function resolveNames(name: string): Promise<readonly string[]> {
  return (await Promise.all([`${name}.local`, name].map(resolveName))).flat()
}

/** Empty where nobody knows the name, or not in time. */
async function resolveName(name: string): Promise<readonly string[]> {
  const answer = asked.get(name) ?? ask(name)
  asked.set(name, answer)
  return Promise.race([answer, wait(patienceMs, [], { ref: false })])
}

async function ask(name: string): Promise<readonly string[]> {
  try {
    const found = await lookup(name, { all: true })
    return found.map(({ address }) => address).filter((address) => !address.startsWith('127.') && address !== '::1')
  } catch {
    return []
  } finally {
    asked.delete(name)
  }
}
