/** Addresses of the pages about snapshots. */
import type { InPlace } from '../../../src-main/contract/files-calls.ts'
import { routeHash } from '../../router/route.ts'

/** A folder in a snapshot ("now" for what is there now), and the file in it that is looked at. */
export interface FilesPlace {
  readonly id: string
  readonly laptop: string
  readonly subvolume: string
  /** Bytes; "" for the top. */
  readonly folder: string
  /** The name of one in that folder. */
  readonly file: string | undefined
  /** `id` is one of a copy, in a place of `laptop`. */
  readonly copy?: InPlace
}

export const restorePointHash = (key: string): string => routeHash({ kind: 'shell', page: 'snapshots', item: key })
export const keepingHash = restorePointHash('keeping')

export function filesHash({ id, laptop, subvolume, folder, file, copy }: FilesPlace): string {
  const names = folder === '' ? [] : folder.split('/')
  const at =
    copy === undefined
      ? { page: 'snapshots', item: id, rest: ['files', laptop, subvolume, ...names] }
      : { page: 'copies', item: id, rest: ['inside', laptop, copy.place, copy.of ?? '', subvolume, ...names] }
  return routeHash({ kind: 'shell', ...at, ...(file === undefined ? {} : { file }) })
}

export interface CopiedPlace extends FilesPlace {
  readonly copy: InPlace
}

/** Undefined for an address that is no place in a copy. */
export function copiedPlaceOf(
  item: string | undefined,
  rest: readonly string[],
  file: string | undefined,
): CopiedPlace | undefined {
  const [word, laptop, place, of, subvolume, ...names] = rest
  if (item === undefined || word !== 'inside' || laptop === undefined || place === undefined) return undefined
  if (subvolume === undefined) return undefined
  const copy = { place, ...(of === undefined || of === '' ? {} : { of }) }
  return { id: item, laptop, subvolume, folder: names.filter((name) => name !== '').join('/'), file, copy }
}

/** Undefined for an address that is no place in a snapshot. */
export function filesPlaceOf(
  item: string | undefined,
  rest: readonly string[],
  file: string | undefined,
): FilesPlace | undefined {
  const [word, laptop, subvolume, ...names] = rest
  if (item === undefined || word !== 'files' || laptop === undefined || subvolume === undefined) return undefined
  return { id: item, laptop, subvolume, folder: names.filter((name) => name !== '').join('/'), file }
}
