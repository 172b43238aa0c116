/** What was saved since both were equal, and the other laptop has all the same: the person's own Syncthing has brought it there. */
import { askAboutFiles, lookAtSyncthingOf } from '../../../../commons/person-syncthing/on-machine/answers.ts'
import type { CarriedVersion, PersonSyncthing } from '../../../../contract/person-syncthing.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { HostContext } from '../../../../machine/machine.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { InventoryChange } from '../../inventory/change.ts'
import { fieldsOf } from '../../inventory/inventory-entry.ts'
import { sharedWhenEqual, type SharedWithPeer } from '../memory/bases.ts'

export interface SavedFile extends Pick<InventoryChange, 'kind' | 'shared'> {
  /** Below /home. */
  readonly name: BytePath
}

/** The names of those that the other laptop has all the same. */
export type CarriedAmong = (files: readonly SavedFile[]) => Promise<ReadonlySet<BytePath>>

type Host = Pick<HostContext, 'person' | 'stateFolder'>

export function createCarriedAmong(host: Host, options: RunOptions): CarriedAmong {
  const shared = sharedWhenEqual(host.stateFolder)
  let looked: Promise<PersonSyncthing> | undefined
  return async (files) => {
    const inFolders = files.flatMap((file) => filesIn(file, shared))
    if (inFolders.length === 0) return new Set()
    const now = await (looked ??= lookAtSyncthingOf(host, options))
    const asked = inFolders.filter(({ folder }) => isThere(folder, now))
    const versions = await askAboutFiles(
      host,
      asked.map(({ folder: { id }, path }) => ({ folder: id, path })),
      options,
    )
    return new Set(
      asked.flatMap(({ file }, index) => (isAsRead(file, versions[index] ?? undefined) ? [file.name] : [])),
    )
  }
}

interface FileIn {
  readonly file: SavedFile
  readonly folder: SharedWithPeer
  readonly path: BytePath
}

function filesIn(file: SavedFile, shared: readonly SharedWithPeer[]): readonly FileIn[] {
  return shared.flatMap((folder) => {
    const start = `${folder.place}/`
    return file.name.startsWith(start) ? [{ file, folder, path: file.name.slice(start.length) }] : []
  })
}

/** It is at rest, and the other laptop's Syncthing has said that it has all of it. */
function isThere({ id, device }: SharedWithPeer, now: PersonSyncthing): boolean {
  if (now.kind !== 'running') return false
  const status = now.folders.find((folder) => folder.id === id)?.status
  const peer = status?.peers.find((one) => one.device === device)
  return status?.state === 'idle' && status.error === '' && peer?.remoteState === 'valid' && peer.needs === 0
}

/** What was written after Syncthing has read it last is nowhere else yet. */
function isAsRead({ kind, shared }: SavedFile, version: CarriedVersion | undefined): boolean {
  if (version === undefined || version.isDeleted !== (kind === 'deleted')) return false
  const { type, size, mtime } = fieldsOf(shared)
  if (version.isDeleted || type !== 'f') return version.isDeleted
  const [seconds = '', part = ''] = mtime.split('.')
  return version.size === size && version.modified === `${seconds}.${part.padEnd(9, '0').slice(0, 9)}`
}
