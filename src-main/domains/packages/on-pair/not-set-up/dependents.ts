import type { Capture } from '../../model.ts'

/** By name, of what is installed and needs one of these, or needs what needs one. */
export function dependentsOf(names: readonly string[], { packages }: Pick<Capture, 'packages'>): ReadonlySet<string> {
  const found = new Set<string>()
  for (let open = new Set(names); open.size > 0;) {
    const next = packages.filter(({ name, needs }) => !found.has(name) && needs.some((need) => open.has(need)))
    open = new Set(next.map(({ name }) => name))
    for (const name of open) found.add(name)
  }
  return found
}
