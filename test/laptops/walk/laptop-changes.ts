/** What a person does to a laptop between two switches, and not to a file: gives it another name, closes a subvolume and opens it. */
import { execFileSync } from 'node:child_process'
import type { Host } from '../../../practice/layout.ts'
import type { Random } from '../../random.ts'
import { shellOn } from '../../laptops-agents.ts'
import { appAnswers, killApp } from '../../laptops-product.ts'

const names: Readonly<Record<Host, readonly (readonly [host: string, pretty: string])[]>> = {
  p17: [
    ['p17', 'P17'],
    ['tower', 'P17 2'],
  ],
  xps: [
    ['xps', 'XPS 13'],
    ['desk', 'XPS 13 2'],
  ],
}

/** Says what it is called from now on. Half the time its app starts anew, as after a restart. */
export async function renameLaptop(host: Host, random: Random): Promise<string> {
  const [name, pretty] = random.pick(names[host]) ?? [host, host]
  await giveName(host, name, pretty)
  if (random.below(2) === 0) {
    await killApp(host)
    await appAnswers(host)
  }
  return `${host} is called ${name}, ${pretty}`
}

/** What both were called when the walk began. */
export async function giveNamesBack(): Promise<void> {
  for (const host of ['p17', 'xps'] as const) {
    const [[name, pretty] = [host, host]] = names[host]
    await giveName(host, name, pretty)
  }
}

/** As hostnamectl(1) does it, which waits for a service of its own. */
async function giveName(host: Host, name: string, pretty: string): Promise<void> {
  await shellOn(
    host,
    `hostname ${name}; echo ${name} > /etc/hostname
    sed -i 's/^PRETTY_HOSTNAME=.*/PRETTY_HOSTNAME="${pretty}"/' /etc/machine-info`,
  )
}

const subvolumesIn = (root: string): readonly string[] =>
  execFileSync('find', [root, '-type', 'd', '-inum', '256', '-print0'], { encoding: 'latin1' })
    .split('\0')
    .filter((one) => one !== '' && !/[^ -~]/.test(one))

/** Its type is said: btrfs(8) would look for it at the path without /proc/PID/root. */
function setClosed(subvolume: string, isClosed: boolean): void {
  execFileSync('btrfs', ['property', 'set', '-f', '-t', 'subvol', subvolume, 'ro', String(isClosed)], { stdio: 'pipe' })
}

/** Before anybody works in `root`: in a closed one nobody can. */
export function openSubvolumes(root: string): void {
  for (const one of subvolumesIn(root)) setClosed(one, false)
}

/** Returns which, where there is one. */
export function closeSubvolume(root: string, random: Random): string | undefined {
  const one = random.pick(subvolumesIn(root).toSorted())
  if (one !== undefined) setClosed(one, true)
  return one
}
