/** Which entries of a list of /home tell of files that make one thing, and the folders that they tell of. Pure. */
import {
  imageName,
  isTelling,
  kindOfFolder,
  namedFolders,
  tellingNames,
} from '../../../commons/file-sets/what-makes-one.ts'
import { parentKey, pathOfKey, type InventoryEntryType } from '../inventory/inventory-entry.ts'
import type { FileSet } from './file-set.ts'

const gitNames: Readonly<Record<string, 'any' | 'folder' | 'no-folder'>> = {
  '.git': 'any',
  HEAD: 'no-folder',
  objects: 'folder',
  refs: 'folder',
  alternates: 'no-folder',
}

/** Files by which a working copy names where its history is: in `.hg` and `.jj`. */
const historyNames: readonly string[] = ['\u0001.hg\u0001sharedpath', '\u0001.jj\u0001repo']

/** One of these is in, or up to three folders below, the folder of each store of containers (on-machine/scan/find-stores.ts). */
const storeNames: Readonly<Record<string, 'file' | 'folder'>> = {
  'layers.lock': 'file',
  'engine-id': 'file',
  'repositories.json': 'file',
  'buildkitd.lock': 'file',
  'io.containerd.metadata.v1.bolt': 'folder',
}

/** Whether the entry with this key is among what sets and repositories are found by. */
export function isMark(key: string, type: InventoryEntryType): boolean {
  const name = key.slice(key.lastIndexOf('\u0001') + 1)
  const ofGit = Object.hasOwn(gitNames, name) ? gitNames[name] : undefined
  if (ofGit !== undefined && (ofGit === 'any' || (ofGit === 'folder') === (type === 'd'))) return true
  if (type === 'd' && Object.hasOwn(namedFolders, name)) return true
  if (Object.hasOwn(storeNames, name) && (storeNames[name] === 'folder') === (type === 'd')) return true
  return isTelling(name) || (type === 'f' && (imageName.test(name) || isDefinition(key) || isHistory(key)))
}

/** Of lists that were made by others, all is looked at again. */
export const markRules = JSON.stringify([tellingNames, gitNames, storeNames, historyNames])

export function isHistory(key: string): boolean {
  return historyNames.some((one) => key.endsWith(one))
}

/** Of the marks, one that may be in a store of containers. */
export function isStoreMark(key: string): boolean {
  return Object.hasOwn(storeNames, key.slice(key.lastIndexOf('\u0001') + 1))
}

/** Of a guest of libvirt's, or of a snapshot of one; the folder is the person's or that of a flatpak. */
export function isDefinition(key: string): boolean {
  return key.endsWith('.xml') && key.includes('\u0001libvirt\u0001qemu\u0001')
}

/** Folders that are one thing, by the marks of a whole home. A home itself is too large for one. */
export function folderSets(marks: readonly string[]): readonly FileSet[] {
  const names = new Map<string, Set<string>>()
  for (const key of marks) {
    const folder = parentKey(key)
    const there = names.get(folder) ?? new Set()
    there.add(key.slice(folder.length + 1))
    names.set(folder, there)
  }
  const byName = marks.flatMap((key): FileSet[] => {
    const name = key.slice(key.lastIndexOf('\u0001') + 1)
    const kind = Object.hasOwn(namedFolders, name) ? namedFolders[name] : undefined
    return kind === undefined ? [] : [{ kind, paths: [pathOfKey(key)] }]
  })
  const byRule = [...names].flatMap(([folder, there]): FileSet[] => {
    const kind = folder.includes('\u0001') ? kindOfFolder(there) : undefined
    return kind === undefined ? [] : [{ kind, paths: [pathOfKey(folder)] }]
  })
  return [...byName, ...byRule]
}
