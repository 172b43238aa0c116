/** What is on a laptop, path by path, as coreutils see it: to say of each path whether it is the old one or the new one. */
import type { Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'

/** Path to what it is; without times of folders, which follow what is put into them. */
export type Paths = ReadonlyMap<string, string>

/** alice's home (all that travels and more), the tracked file of /etc, and the images. */
export async function pathsOf(host: Host): Promise<Paths> {
  const facts = await shellOn(
    host,
    `cd /home/alice; find . -path ./.cache -prune -o \\( -type d -printf '%y %m %u %g\\001%P\\0' -o ! -type s -printf '%y %m %u %g %s %T@ %l\\001%P\\0' \\)`,
  )
  const sums = await shellOn(
    host,
    `cd /home/alice; find . -path ./.cache -prune -o -type f -print0 | xargs -0 sha256sum -z
     cd /; find etc/practice-round.conf var/lib/libvirt/images -type f -print0 | xargs -0 sha256sum -z`,
  )
  const paths = new Map<string, string>()
  const add = (name: string, fact: string): void =>
    void paths.set(name, [paths.get(name), fact].filter((part) => part !== undefined).join(' '))
  for (const line of records(facts)) add(line.slice(line.indexOf('\u0001') + 1), line.slice(0, line.indexOf('\u0001')))
  // "SUM  ./PATH"
  for (const line of records(sums)) add(line.slice(66).replace(/^\.\//, ''), line.slice(0, 64))
  return paths
}

function records(text: string): readonly string[] {
  return text.split('\0').filter((line) => line !== '')
}

/** Paths that are now neither as they were nor as they should become; what pc-switcher has there for itself is not asked. */
export function neitherOldNorNew(now: Paths, old: Paths, fresh: Paths): readonly string[] {
  const names = [...new Set([...now.keys(), ...old.keys(), ...fresh.keys()])]
  return names.filter((name) => {
    if (isOwn(name)) return false
    const [is, was, becomes] = [now.get(name), old.get(name), fresh.get(name)]
    return is !== was && is !== becomes
  })
}

export function isOwn(name: string): boolean {
  return /(^|\/)\.pc-switcher-/.test(name)
}
