/** Which paths never cross, as a person would say it: keys and identities in ~/.ssh and ~/.gnupg, caches, our own state. */
import { posix } from 'node:path'
import { isUtf8, type BytePath } from '../../../src-main/kernel/byte-path.ts'
import type { Listing } from './list-home.ts'

const privateRules = [
  /^\.ssh\/(id_[^/]*|authorized_keys[^/]*|known_hosts[^/]*|environment)(\/|$)/,
  /^\.gnupg\/(private-keys-v1\.d|secring\.gpg[^/]*|openpgp-revocs\.d|random_seed|S\.[^/]*|\.#lk[^/]*)(\/|$)/,
  /^\.(local\/share|local\/state|config)\/tailscale(\/|$)/,
  /^\.config\/pulse\/(cookie|[^/]*-[^/]*)(\/|$)/,
  /(^|\/)Singleton(Lock|Socket|Cookie)(\/|$)/,
]
const otherRules = [
  /^\.cache(\/|$)/,
  /^\.local\/share\/Trash(\/|$)/,
  /^\.config\/[^/]*(\/[^/]*)?\/(Cache|GPUCache|Code Cache)(\/|$)/,
  /^\.config\/[^/]*\/CachedData(\/|$)/,
  /^(\.config|\.local\/share|\.local\/state)\/(syncthing|pc-switcher)(\/|$)/,
  /^\.mozilla\/firefox\/[^/]*\/cache2(\/|$)/,
  /^\.snapshots(\/|$)/,
]
const linkedNames = ['.ssh', '.gnupg', '.config', '.cache', '.local']

export interface NeverPaths {
  /** Must be on each laptop what it was before. */
  readonly isPrivate: (path: BytePath) => boolean
  /** May stay different without a word: all of the above, and what leads there in a roundabout way. */
  readonly isAside: (path: BytePath) => boolean
}

/** Of both laptops together: what is private on one of them crosses in neither direction. */
export function neverPaths(listings: readonly Listing[]): NeverPaths {
  const isPrivate = new Set<BytePath>()
  const isAside = new Set<BytePath>()
  for (const listing of listings) {
    const aliases = linkedFolders(listing)
    const keys = new Set<BytePath>()
    for (const path of listing.keys()) {
      for (const name of [path, ...aliases.flatMap((alias) => renamed(path, alias))]) {
        const inHome = name.slice(name.indexOf('/') + 1)
        if (privateRules.some((rule) => rule.test(inHome)) || isKey(listing, path, inHome)) keys.add(path)
        else if (otherRules.some((rule) => rule.test(inHome))) isAside.add(path)
      }
    }
    const inodes = new Set([...keys].flatMap((path) => (isFile(listing, path) ? [listing.get(path)?.inode] : [])))
    for (const [path, fact] of listing) if (fact.kind === 'f' && inodes.has(fact.inode)) keys.add(path)
    for (const path of keys) {
      isPrivate.add(path)
      isAside.add(path)
      isAside.add(`${path}.pub`)
    }
    for (const [path, { kind, inode }] of listing) {
      // A subvolume that cannot be named, and what stands for one in a copy of the subvolume around it.
      const isOddSubvolume = kind === 'd' && ((inode.endsWith(' 256') && !isUtf8(path)) || inode.endsWith(' 2'))
      if (kind === 's' || isOddSubvolume) isAside.add(path)
    }
  }
  return {
    isPrivate: (path) => foldersOf(path).some((one) => isPrivate.has(one)),
    isAside: (path) => foldersOf(path).some((one) => isAside.has(one)),
  }
}

function isFile(listing: Listing, path: BytePath): boolean {
  return listing.get(path)?.kind === 'f'
}

/** Up to three folders deep in ~/.ssh a key is known by its first bytes. */
function isKey(listing: Listing, path: BytePath, inHome: string): boolean {
  const isThere = inHome.startsWith('.ssh/') && inHome.split('/').length <= 4
  return isThere && /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(listing.get(path)?.beginning ?? '')
}

interface Alias {
  readonly name: BytePath
  readonly real: BytePath
}

/** Links of these names, or to them, through which a rule reaches another folder. */
function linkedFolders(listing: Listing): readonly Alias[] {
  return [...listing].flatMap(([name, { kind, text }]) => {
    const [, first = '', second] = name.split('/')
    if (kind !== 'l' || !linkedNames.includes(first)) return []
    const isPrivate = privateRules.some((rule) => rule.test(name.slice(name.indexOf('/') + 1)))
    if (first === '.ssh' && second !== undefined && !isPrivate) return []
    const target = text.slice(text.indexOf('-> ') + 3)
    const real = target.startsWith('/home/') ? target.slice(6) : posix.join(posix.dirname(name), target)
    if (target.startsWith('/') && !target.startsWith('/home/')) return []
    // One that leads to a folder that it is in says nothing of that.
    if (isPrivate && (real === '.' || name.startsWith(`${real}/`))) return []
    return [{ name, real: real === '.' ? '' : real }]
  })
}

function renamed(path: BytePath, { name, real }: Alias): readonly BytePath[] {
  if (real === '') return [`${name}/${path}`]
  return path === real || path.startsWith(`${real}/`) ? [name + path.slice(real.length)] : []
}

/** From the outermost to the path itself. */
export function foldersOf(path: BytePath): readonly BytePath[] {
  const names = path.split('/')
  return names.map((_name, index) => names.slice(0, index + 1).join('/'))
}
