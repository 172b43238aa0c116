/**
 * Stores of containers that lie where no rule looks, known by what is in them. In the layers of one, what a layer deletes is a
 * device file, which never crosses, and owners are sub-ids of this laptop: copied as files it looks whole, and is not.
 */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { readFolderInside, type OpenedFolderEntry } from '../../../../tools/files/safe-path.ts'
import { isAtOrBelow, keyOfPath, parentKey, pathOfKey } from '../../inventory/inventory-entry.ts'
import { outermost } from '../inventory/summarize.ts'

export interface StoresIn {
  /** A frozen tree. */
  readonly root: string
  /** Below it: none of them is a store, nor what is around one, whatever is in it. */
  readonly homes: readonly BytePath[]
}

/** `marks`: keys. The outermost ones alone: an engine keeps stores of others in its own. */
export function storesAround(tree: StoresIn, marks: readonly string[]): readonly BytePath[] {
  const folders = new Set(marks.flatMap((key) => [around(key, 1), around(key, 2), around(key, 3)]))
  folders.delete('')
  return outermost([...folders].map(pathOfKey).filter((folder) => isStore(tree, folder)))
}

/** Of the folders around a path, and itself. */
export function storeOf(tree: StoresIn, path: BytePath): BytePath | undefined {
  const names = path.split('/')
  const folders = names.map((_name, index) => names.slice(0, index + 1).join('/'))
  return folders.find((folder) => isStore(tree, folder))
}

export function isStore({ root, homes }: StoresIn, folder: BytePath): boolean {
  const key = keyOfPath(folder)
  if (homes.some((home) => isAtOrBelow(keyOfPath(home), key))) return false
  const names = namesIn(root, folder)
  return engines.some((isOf) => isOf(names, (name) => namesIn(root, `${folder}/${name}`)))
}

interface Names {
  readonly files: ReadonlySet<BytePath>
  readonly folders: ReadonlySet<BytePath>
}

const engines: readonly ((names: Names, inside: (name: BytePath) => Names) => boolean)[] = [
  // containers/storage (podman, buildah, skopeo, CRI-O): as each driver names them, "overlay-images" with an "images.lock". One that
  // has images alone (imagestore) has no storage.lock.
  ({ folders }, inside) =>
    ['images', 'layers'].every((kind) =>
      [...folders].some((name) => name.endsWith(`-${kind}`) && inside(name).files.has(`${kind}.lock`)),
    ),
  // dockerd since 23.0.
  ({ files, folders }) =>
    files.has('engine-id') &&
    ['containers', 'volumes', 'image', 'plugins'].filter((name) => folders.has(name)).length > 1,
  // dockerd before it: "image/overlay2/repositories.json".
  ({ folders }, inside) =>
    folders.has('image') &&
    folders.has('containers') &&
    [...inside('image').folders].some((driver) => inside(`image/${driver}`).files.has('repositories.json')),
  // containerd (nerdctl, k3s) and BuildKit by itself.
  ({ folders }) => folders.has('io.containerd.metadata.v1.bolt'),
  ({ files, folders }) => files.has('buildkitd.lock') && [...folders].some((name) => /^(runc|containerd)-/.test(name)),
]

function namesIn(root: string, folder: BytePath): Names {
  const entries = readFolderInside(root, folder)
  const named = (is: (entry: OpenedFolderEntry) => boolean) => new Set(entries.filter(is).map(({ name }) => name))
  return { files: named(({ isFile }) => isFile), folders: named(({ isFolder }) => isFolder) }
}

function around(key: string, folders: number): string {
  return folders === 0 || key === '' ? key : around(parentKey(key), folders - 1)
}
