/** Addresses of the pages about snapshots. */
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
}

export const restorePointHash = (key: string): string => routeHash({ kind: 'shell', page: 'snapshots', item: key })
export const keepingHash = restorePointHash('keeping')

export function filesHash({ id, laptop, subvolume, folder, file }: FilesPlace): string {
  const names = folder === '' ? [] : folder.split('/')
  return routeHash({
    kind: 'shell',
    page: 'snapshots',
    item: id,
    rest: ['files', laptop, subvolume, ...names],
    ...(file === undefined ? {} : { file }),
  })
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
