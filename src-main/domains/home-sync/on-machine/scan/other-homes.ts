/** The homes of other accounts: they stay on their laptop unless the person adds them. */
import { lstatSync, readdirSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import type { LocalAccount } from '../../../../tools/accounts/accounts.ts'
import { mountsBelow } from '../../../../tools/proc/mountinfo.ts'

export interface OtherHome {
  readonly account: string
  /** Absolute, without a slash at its end. */
  readonly home: string
}

type Account = Pick<LocalAccount, 'name' | 'home'>
/** A folder directly in "/home", and the number of its owner. */
export interface FolderOwner {
  readonly name: string
  readonly uid: number
}

/**
 * Those below `root` ("/home"), on whichever disk they are: of accounts of this laptop, and folders there that belong to
 * somebody else, whose account a directory service has or nobody any more; they are called by the folder's name. One that the
 * person's own home is in, or that is in it, is theirs: a service may have its home there, and a domain's folder its members'.
 */
export function otherHomes(
  root: string,
  person: Pick<LocalAccount, 'name' | 'home' | 'uid'>,
  accounts: readonly Account[],
  standing: readonly FolderOwner[] = [],
): readonly OtherHome[] {
  const own = path.resolve(person.home)
  const of = (account: string, home: string): readonly OtherHome[] => {
    const isOther =
      account !== person.name && home.startsWith(`${root}/`) && !isAtOrIn(own, home) && !isAtOrIn(home, own)
    return isOther ? [{ account, home }] : []
  }
  const known = accounts.flatMap(({ name, home }) => of(name, path.resolve(home)))
  const unknown = standing.flatMap(({ name, uid }) => {
    const home = `${root}/${name}`
    const isKnown = known.some((one) => isAtOrIn(one.home, home) || isAtOrIn(home, one.home))
    return uid === 0 || uid === person.uid || isKnown ? [] : of(name, home)
  })
  return [...known, ...unknown]
}

/** What stands in `root` now: nothing that is mounted there, which may not answer. */
export function findOtherHomes(
  root: string,
  person: Parameters<typeof otherHomes>[1],
  accounts: readonly Account[],
): readonly OtherHome[] {
  const mounted = new Set(mountsBelow(root).map(({ target }) => target))
  const entries = readdirSync(root, { withFileTypes: true }).filter(({ name }) => !mounted.has(path.join(root, name)))
  const links = new Map(
    entries.flatMap((entry) => {
      const place = path.join(root, entry.name)
      return entry.isSymbolicLink() ? [[place, path.resolve(root, readlinkSync(place))]] : []
    }),
  )
  const standing = entries.flatMap((entry) => {
    const stat = entry.isDirectory() ? lstatSync(path.join(root, entry.name), { throwIfNoEntry: false }) : undefined
    return stat === undefined ? [] : [{ name: entry.name, uid: stat.uid }]
  })
  const linked = accounts.flatMap(({ name, home }) => {
    const target = links.get(path.resolve(home))
    return target === undefined ? [] : [{ name, home: target }]
  })
  return otherHomes(root, person, [...accounts, ...linked], standing)
}

function isAtOrIn(place: string, folder: string): boolean {
  return place === folder || place.startsWith(`${folder}/`)
}
