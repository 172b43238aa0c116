/** Which names are one file, where the first of them is left aside: then the next one is the first. */

/**
 * The first name of a linked file, "" for that name itself and for a file of one name. Names come in tree order, and those that
 * are left aside are not asked about.
 */
export type LeaderOf = (key: string, leader: string) => string

export function createLeaders(isAside: (key: string) => boolean): LeaderOf {
  const next = new Map<string, string>()
  return (key, leader) => {
    if (leader === '' || !isAside(leader)) return leader
    const known = next.get(leader)
    if (known === undefined) next.set(leader, key)
    return known ?? ''
  }
}
