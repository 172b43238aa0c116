/** Which firewalls read what is to come, and which of them cannot be tried now: what they read would count from the next start on. */
import { readdirSync } from 'node:fs'
import type { HeldBack } from '../../../commons/doors/on-machine/hold-back.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { pathPattern } from '../../../kernel/path-pattern.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { readActiveStates, readEnabledStates } from '../../../tools/systemd/systemctl-units.ts'

interface Firewall {
  readonly unit: string
  /** Below /etc. */
  readonly reads: readonly string[]
  /** Whether loading them takes away the rules of all others: ufw changes its own chains alone, and firewalld calls the others. */
  readonly isAlone: boolean
}

const firewalls: readonly Firewall[] = [
  { unit: 'nftables.service', reads: ['nftables.conf', 'nftables.d', 'nftables'], isAlone: true },
  { unit: 'netfilter-persistent.service', reads: ['iptables'], isAlone: true },
  { unit: 'ufw.service', reads: ['ufw', 'default/ufw'], isAlone: false },
  { unit: 'firewalld.service', reads: ['firewalld'], isAlone: false },
]

/** They add rules of their own, which stay when they have ended: then their bridges are there. */
const withRules = [
  ['Docker', 'docker.service', /^(?:docker\d+|br-[\da-f]{12})$/],
  ['libvirt', 'libvirtd.service', /^virbr\d+$/],
  ['Podman', 'podman.service', /^podman\d+$/],
  ['Incus', 'incus.service', /^(?:incus|lxd)br\d+$/],
  ['Kubernetes', 'k3s.service', /^cni\d+$/],
] as const

/** Paths are below /etc. */
export function isAnyOf(paths: readonly BytePath[], patterns: readonly string[]): boolean {
  const expressions = patterns.map(pathPattern)
  return paths.some((one) => expressions.some((expression) => expression.test(one)))
}

export function firewallsReading(paths: readonly BytePath[]): readonly Firewall[] {
  return firewalls.filter(({ reads }) => isAnyOf(paths, reads))
}

/** Relative paths. What reads none of them, or would not start by itself, stops nothing. */
export async function findUntried(paths: readonly BytePath[], options: RunOptions): Promise<readonly HeldBack[]> {
  const reading = firewallsReading(paths)
  if (reading.length === 0) return []
  const units = reading.map(({ unit }) => unit)
  const [active, enabled, besides] = await Promise.all([
    readActiveStates(units, options),
    readEnabledStates(units, options),
    programWithRules(options),
  ])
  return reading.flatMap(({ unit, reads, isAlone }): readonly HeldBack[] => {
    const isActive = active.get(unit) === 'active'
    if (!isActive && enabled.get(unit) !== 'enabled') return []
    if (isActive && (!isAlone || besides === undefined)) return []
    const why = { kind: 'untried', unit, ...(isActive && besides !== undefined ? { besides } : {}) } as const
    return paths.filter((one) => isAnyOf([one], reads)).map((one) => ({ path: one, why }))
  })
}

async function programWithRules(options: RunOptions): Promise<string | undefined> {
  const states = await readActiveStates(
    withRules.map(([, unit]) => unit),
    options,
  )
  const links = readdirSync('/sys/class/net')
  return withRules.find(
    ([, unit, bridge]) => states.get(unit) === 'active' || links.some((link) => bridge.test(link)),
  )?.[0]
}
