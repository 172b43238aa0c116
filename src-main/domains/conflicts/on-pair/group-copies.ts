/** What both laptops have, as the conflicts that a person decides: each file with each other version of it, once. */
import { hash } from 'node:crypto'
import type { Conflict } from '../../../contract/conflicts-calls.ts'
import { groupBy } from '../../../kernel/group-by.ts'
import type { SeenCopy, SeenFile, ToDecide } from '../verbs.ts'

export interface SeenOn {
  /** The laptop's `name`. */
  readonly laptop: string
  readonly found: readonly SeenCopy[]
}

export interface GroupedConflict {
  readonly conflict: Conflict
  /** What each of `conflict.laptops` is asked to decide, in this order. */
  readonly on: readonly { readonly laptop: string; readonly toDecide: ToDecide }[]
}

interface OnOne extends Omit<GroupedConflict, 'on'> {
  readonly on: GroupedConflict['on'][number]
  /** The same on both laptops where they have the same. */
  readonly key: string
}

/** In the order of their files. What stands first in `laptops` decides. */
export function groupCopies(laptops: readonly SeenOn[]): readonly GroupedConflict[] {
  const all = laptops.flatMap(({ laptop, found }) => onOneLaptop(laptop, found))
  const grouped = groupBy(all, ({ key }) => key)
  return [...grouped.values()]
    .flatMap(([first, ...others]) => {
      if (first === undefined) return []
      const on = [first, ...others].map((one) => one.on)
      return [{ conflict: { ...first.conflict, laptops: on.map(({ laptop }) => laptop) }, on }]
    })
    .toSorted((one, other) => compare(one.conflict, other.conflict))
}

function compare(one: Conflict, other: Conflict): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1
  return one.metAt < other.metAt ? -1 : one.metAt > other.metAt ? 1 : 0
}

/** Copies of the same contents are one, and have the name and the time of the newest. */
function onOneLaptop(laptop: string, found: readonly SeenCopy[]): readonly OnOne[] {
  const grouped = groupBy(found, ({ file, copy, ofCopy: { digest } }) =>
    digest === undefined ? `path ${copy}` : `contents ${digest} ${file}`,
  )
  return [...grouped.values()].flatMap((same) => {
    const copies = same.toSorted((one, other) => (one.metAt < other.metAt ? 1 : one.metAt > other.metAt ? -1 : 0))
    const [first] = copies
    return first === undefined ? [] : [onOne(laptop, first, copies)]
  })
}

function onOne(laptop: string, { file, metAt, ofCopy, ofFile }: SeenCopy, copies: readonly SeenCopy[]): OnOne {
  const toDecide: ToDecide = {
    file,
    ...(ofFile === undefined ? {} : { fileStamp: ofFile.stamp }),
    copies: copies.map((one) => ({ path: one.copy, stamp: one.ofCopy.stamp })),
  }
  const paths = copies.map(({ copy }) => copy)
  return {
    conflict: {
      id: hash('sha256', JSON.stringify([laptop, toDecide])),
      file,
      ...(ofFile === undefined ? {} : { fileVersion: versionOf(ofFile) }),
      copies: paths,
      copyVersion: versionOf(ofCopy),
      metAt,
      contents: contentsOf(ofCopy, ofFile),
      laptops: [laptop],
    },
    on: { laptop, toDecide },
    key: JSON.stringify([file, paths.toSorted(), alike(ofCopy), ofFile === undefined ? '' : alike(ofFile)]),
  }
}

function versionOf({ bytes, modifiedAt }: SeenFile): Conflict['copyVersion'] {
  return { bytes, modifiedAt }
}

function contentsOf(one: SeenFile, other: SeenFile | undefined): Conflict['contents'] {
  if (other === undefined || one.bytes !== other.bytes) return 'differ'
  if (one.digest === undefined || other.digest === undefined) return 'not-compared'
  return one.digest === other.digest ? 'same' : 'differ'
}

/** As a Syncthing leaves the same file on both: without reading it only what is carried with it is known. */
function alike({ bytes, modifiedAt, digest }: SeenFile): string {
  return `${bytes} ${modifiedAt} ${digest ?? ''}`
}
