/** What holds after a switch, whatever happened to it: both laptops are equal, and nothing of ours lies about. */
import { expect } from 'vitest'
import { hosts, type Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'
import { homeOf } from './laptops-home.ts'
import { pcSwitcher, plan, status, switchState, until } from './laptops-product.ts'

const everyImage = '/var/lib/libvirt/images/*.qcow2'

/** What a day leaves: new, changed and removed files, a large one, a file of /etc, an image. Nothing of it is flushed. */
export async function workOn(host: Host, round: number): Promise<void> {
  await shellOn(
    host,
    `cd /home/alice/Documents
     rm -f round-${round - 2}-*
     for i in $(seq 1 200); do head -c 20000 /dev/urandom > round-${round}-$i.bin; done
     find /home/alice/projects -type f -not -path '*/.git/*' | sort | head -n 60 | while read -r f; do echo 'round ${round}' >> "$f"; done
     head -c 30000000 /dev/urandom > round-${round}-large.bin
     chown alice:alice round-${round}-*
     printf 'round ${round}\\n' > /etc/practice-round.conf
     qemu-io -c 'write -P ${(round % 200) + 16} 0 8M' -- /var/lib/libvirt/images/work.qcow2 >/dev/null`,
  )
}

/** Everything as on the source, also what was given up before. */
export async function answersToTakeAll(driver: Host, to: Host): Promise<Readonly<Record<string, string>>> {
  if ((await switchState(driver)).kind === 'interrupted')
    expect((await pcSwitcher(driver, ['give-up'])).stderr).toBe('')
  const { questions } = await plan(driver, to)
  const wanted = ['take-anyway', 'begin-anew', 'take', 'remove']
  return Object.fromEntries(
    questions.flatMap(({ id, choices }) => {
      const all = id === 'etc:/practice-round.conf' ? ['always'] : id.startsWith('etc:') ? [] : wanted
      const choice = all.find((one) => choices.some((possible) => possible.id === one))
      return choice === undefined ? [] : [[id, choice] as const]
    }),
  )
}

/** Lines that only one of them has, the first of them. */
function apart(one: string, other: string): readonly string[] {
  const [lines, others] = [new Set(one.split('\n')), new Set(other.split('\n'))]
  return [...lines, ...others].filter((line) => lines.has(line) !== others.has(line)).slice(0, 30)
}

/** After the work of this round was switched. */
export async function expectEqual(round: number): Promise<void> {
  expect(apart(await homeOf('xps'), await homeOf('p17'))).toEqual([])
  const others = (host: Host) =>
    shellOn(
      host,
      `sha256sum /etc/practice-round.conf ${everyImage}; dpkg --audit; ls /home/alice/system-state/packages`,
    )
  expect(await others('xps')).toBe(await others('p17'))
  for (const host of hosts) {
    expect(await shellOn(host, 'cat /etc/practice-round.conf')).toBe(`round ${round}\n`)
    expect(await shellOn(host, `setpriv --reuid alice --clear-groups git -C /home/alice/system-state fsck 2>&1`)).toBe(
      '',
    )
  }
}

const leftovers = `find /home /var/lib/libvirt/images /etc /tmp /run/pc-switcher /var/lib/pc-switcher/root -xdev \\( \\
   -path '*/snapshots/*' -o -path '*/home/scans/*' -o -path '*/home/incoming/*' -o -path '*/images/.pc-switcher-base' \\) -prune -o \\( \\
   -name '.pc-switcher-*' -o -name 'pc-switcher-*index*' -o -name 'pc-switcher-git-*' -o -name '*.pc-switcher-new' \\
   -o -name '*.lock' -path '*/.git/*' -o -name 'tmp_obj_*' -o -name '.lock.json.*' -o -name 'lock.json' -o -name '.*.new' \\
   -o -path '/run/pc-switcher/transfers/*' -o -path '/run/pc-switcher/tickets/*' -o -name '*.damaged-*' \\) -print`

/** Once each laptop has been asked again, nothing of our own lies about, but what was set aside under a name of `set-aside`. */
export async function expectNothingLeft(setAside = /^$/): Promise<void> {
  for (const host of hosts) {
    await status(host)
    let left: readonly string[] = []
    const look = async () => {
      left = (await shellOn(host, leftovers)).split('\n').filter((name) => name !== '' && !setAside.test(name))
      return left.length === 0
    }
    // A ticket that nobody brought back lives for half a minute.
    await until(`${host} has cleared up`, look, 40_000).catch(() => expect(left).toEqual([]))
  }
}
