/** Whether images of this laptop are still what the plan of a switch found, so that they may give way to others. */
import { lstat, readdir } from 'node:fs/promises'
import { bytePathFromBuffer, type BytePath } from '../../../kernel/byte-path.ts'
import { readImageInfo } from '../../../tools/guests/qemu-img.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Parsed } from '../../../contract/define.ts'
import { isImageName, type adoptImages } from '../verbs.ts'
import { fileOf, imagesFolder } from './image-folder.ts'
import { readFileKey } from './image-key.ts'
import { isPlaced, readImageMemory } from './image-memory.ts'
import { readBacking } from './list-images.ts'

export type Group = Parsed<typeof adoptImages>['groups'][number]

/** Also not when an image was made meanwhile that builds on one of them. */
export async function isAsPlanned(
  group: Group,
  { stateFolder, ...options }: RunOptions & { readonly stateFolder: string },
): Promise<boolean> {
  const { there, images, removed } = group
  const changing = [...images.map(({ name }) => name), ...removed]
  for (const name of changing) {
    const planned = there.find((one) => one.name === name)
    if (!(await stands(name, { planned, mayBeGone: removed.includes(name) }, stateFolder))) return false
  }
  const known = new Set([...changing, ...there.map(({ name }) => name)])
  for (const name of await imageNames()) {
    if (known.has(name)) continue
    const info = await readImageInfo(fileOf(imagesFolder(), name), options)
    const backing = readBacking(info.kind === 'qcow2' ? info.backingFile : undefined)
    if (backing.kind === 'inside' && changing.includes(backing.name)) return false
  }
  return true
}

interface Expected {
  readonly planned: Group['there'][number] | undefined
  readonly mayBeGone: boolean
}

async function stands(name: BytePath, { planned, mayBeGone }: Expected, stateFolder: string): Promise<boolean> {
  const file = fileOf(imagesFolder(), name)
  const stat = await lstat(file).catch(() => undefined)
  if (stat === undefined) return planned === undefined || mayBeGone
  if (stat.size === planned?.bytes && stat.mtime.toISOString() === planned.modifiedAt) return true
  return isPlaced(readImageMemory(stateFolder), name, await readFileKey(file))
}

async function imageNames(): Promise<readonly BytePath[]> {
  const entries = await readdir(imagesFolder(), { encoding: 'buffer', withFileTypes: true })
  return entries.flatMap((entry) => {
    const name = bytePathFromBuffer(entry.name)
    return entry.isFile() && isImageName(name) ? [name] : []
  })
}
