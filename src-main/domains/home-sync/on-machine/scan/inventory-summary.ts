/** Summarizes an inventory while it is written: numbers for the plan, and digests of its ranges. */
import { createHash, type Hash } from 'node:crypto'
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusions.ts'
import { fieldsOf, leftOut, parentKey, pathOfKey, type Entry } from '../../inventory/inventory-entry.ts'

const examplesOfAKind = 20
const sampleSize = 200
/** About one name in 256 ends a range. */
const stretchMask = 0xff

export type Stretch = [start: number, end: number, digest: string]

export class InventorySummary {
  entries = 0
  files = 0
  bytes = 0
  readonly stretches: Stretch[] = []
  readonly users = new Set<string>()
  readonly groups = new Set<string>()
  readonly repositories: string[] = []
  readonly sample: string[] = []
  devices = 0
  readonly #leftOut = new Map<ExclusionKind, { count: number; examples: string[] }>()
  #stretchStart = 0
  #hash: Hash = createHash('sha1')

  /** `end` is where the entry's record ends. */
  add(entry: Entry, end: number): void {
    const { type, user, group, size } = fieldsOf(entry.shared)
    this.entries += 1
    this.users.add(user)
    this.groups.add(group)
    if (type === 'f') {
      this.files += 1
      this.bytes += size
      this.#maySample(entry.key)
    }
    if (entry.key.endsWith('\u0001.git')) this.#addRepository(parentKey(entry.key))
    this.#hash.update(`${entry.key}\u0000${entry.shared}\u0000`, 'latin1')
    if ((nameHash(entry.key) & stretchMask) === 0) this.endStretch(end)
  }

  /** Its name is part of the digest, because it can keep a folder from being removed. */
  leave(kind: ExclusionKind, key: string): void {
    this.#hash.update(`${key}\u0000`, 'latin1')
    const known = this.#leftOut.get(kind) ?? { count: 0, examples: [] }
    known.count += 1
    if (known.examples.length < examplesOfAKind) known.examples.push(pathOfKey(key))
    this.#leftOut.set(kind, known)
  }

  endStretch(end: number): void {
    if (end === this.#stretchStart) return
    this.stretches.push([this.#stretchStart, end, this.#hash.digest('hex')])
    this.#stretchStart = end
    this.#hash = createHash('sha1')
  }

  leftOut(): { kind: string; count: number; examples: string[] }[] {
    return [...this.#leftOut].map(([kind, { count, examples }]) => ({ kind, count, examples }))
  }

  /** Every file has the same chance, however many follow (reservoir sampling). */
  #maySample(key: string): void {
    if (this.sample.length < sampleSize) this.sample.push(pathOfKey(key))
    else {
      const place = Math.floor(Math.random() * this.files)
      if (place < sampleSize) this.sample[place] = pathOfKey(key)
    }
  }

  /** A home folder is too large for one unit. A nested repository belongs to the outer one. */
  #addRepository(folder: string): void {
    if (folder.includes('\u0001')) this.repositories.push(pathOfKey(folder))
  }
}

/** Outermost ones alone. */
export function outermost(paths: readonly string[]): string[] {
  const all = new Set(paths)
  return paths.filter((path) => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      if (all.has(path.slice(0, at))) return false
    }
    return true
  })
}

export function isLeftOut(entry: Entry): boolean {
  return entry.shared === leftOut
}

/** FNV-1a over the last bytes. Only has to be well distributed and the same on both laptops. */
function nameHash(key: string): number {
  let hash = 0x811c9dc5
  for (let at = Math.max(0, key.length - 64); at < key.length; at++) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  }
  return (hash ^ (hash >>> 13)) >>> 0
}
