/** Guests of the libvirt of those whose files are restored, in a snapshot or as they are now. */
import { findGuests, type SessionGuest } from '../../../../commons/file-sets/on-machine/guests.ts'
import type { FileHeads } from '../../../../commons/file-sets/on-machine/file-heads.ts'
import { homeArea } from '../../../../commons/snapshot-sets/areas.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { readFolderInside } from '../../../../tools/files/safe-path.ts'

/** `homes`: names in the folder of homes, whose tree has its root at `root`. */
export function guestsIn(root: string, homes: readonly string[], heads: FileHeads): readonly SessionGuest[] {
  const definitions = homes.flatMap((home) => configsOf(root, home)).flatMap((config) => definitionsIn(root, config))
  return findGuests({ definitions, home: homeArea.folder, heads })
}

/** The person's own, and those of flatpaks: GNOME Boxes is one. */
function configsOf(root: string, home: string): readonly BytePath[] {
  const apps = readFolderInside(root, `${home}/.var/app`).filter(({ isFolder }) => isFolder)
  const places = [`${home}/.config`, ...apps.map(({ name }) => `${home}/.var/app/${name}/config`)]
  return places.map((place) => `${place}/libvirt/qemu`)
}

function definitionsIn(root: string, config: BytePath): readonly BytePath[] {
  const snapshots = readFolderInside(root, `${config}/snapshot`).filter(({ isFolder }) => isFolder)
  return [config, ...snapshots.map(({ name }) => `${config}/snapshot/${name}`)].flatMap((folder) =>
    readFolderInside(root, folder).flatMap(({ name, isFile }) =>
      isFile && name.endsWith('.xml') ? [`${folder}/${name}`] : [],
    ),
  )
}
