/** Which services decide who comes in by files of /etc. What runs reads them at once, so that what was placed can be tried. */
import { pathPattern } from '../../../kernel/path-pattern.ts'
import type { PlaceLine } from '../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { readActiveStates, refreshRunning } from '../../../tools/systemd/systemctl-units.ts'

const firewalls: readonly (readonly [string, readonly string[]])[] = [
  ['nftables.service', ['nftables.conf', 'nftables.d', 'nftables']],
  ['ufw.service', ['ufw', 'default/ufw']],
  ['firewalld.service', ['firewalld']],
  ['netfilter-persistent.service', ['iptables']],
]
const sshd: typeof firewalls = [['ssh.service', ['ssh/sshd_config', 'ssh/sshd_config.d', 'default/ssh']]]

/** They add rules of their own, which are gone once another program has loaded its own. */
const withRules = ['docker.service', 'libvirtd.service', 'virtnetworkd.service', 'incus.service', 'k3s.service']

/** What does not run, or cannot read its files anew, is told by systemd's journal, and stops nothing. */
export async function makeActive(lines: readonly PlaceLine[], options: RunOptions): Promise<void> {
  const reading = (table: typeof firewalls) =>
    table.flatMap(([unit, patterns]) => {
      const expressions = patterns.map(pathPattern)
      return lines.some(({ path }) => expressions.some((expression) => expression.test(path))) ? [unit] : []
    })
  const walls = reading(firewalls)
  const isFree = walls.length === 0 || !(await isAnyActive(withRules, options))
  for (const unit of [...reading(sshd), ...(isFree ? walls : [])]) await refreshRunning(unit, options)
}

async function isAnyActive(units: readonly string[], options: RunOptions): Promise<boolean> {
  return [...(await readActiveStates(units, options)).values()].includes('active')
}
