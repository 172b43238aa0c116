/** Which laptops could be the other one, so that nobody has to look an address up. */
import { pairingTargetSchema, type PossibleTarget } from '../../../contract/pairing-calls.ts'
import type { FoundHosts } from '../../../machine/person-shell/find-hosts.ts'

const shownAtMost = 12
/** Another one could not be said with the name; 9 stands for a machine that only says that it is there (RFC 863). */
const ports: readonly number[] = [22, 9]
/** Hosts that everybody has in their settings, and nobody carries. */
const forges = /^(?:[a-z0-9-]+\.)*(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|sr\.ht)$/i

/** `self`: the name of this laptop. Those in this network come first. */
export function possibleTargets({ offered, settings }: FoundHosts, self: string): readonly PossibleTarget[] {
  const selves = [self, `${self}.local`, 'localhost'].map((name) => name.toLowerCase())
  const isSelf = (host: string): boolean => selves.includes(host.toLowerCase())
  const isTarget = (target: string): boolean => pairingTargetSchema.safeParse({ target }).success
  const take = (hosts: readonly string[], from: PossibleTarget['from']): readonly PossibleTarget[] =>
    [...new Set(hosts)].filter((host) => isTarget(host) && !isSelf(host)).map((target) => ({ target, from }))
  const network = take(
    offered.flatMap(({ host, port }) => (ports.includes(port) ? [host] : [])),
    'network',
  )
  const others = settings.filter((host) => !forges.test(host))
  return [...network, ...take(others, 'settings')].slice(0, shownAtMost)
}
