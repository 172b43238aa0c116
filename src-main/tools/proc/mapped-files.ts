/** Which files a process has in its memory (proc_pid_maps(5), proc_pid_map_files(5)). */
import { readFileSync } from 'node:fs'

export interface MappedFile {
  /** Looked at with stat(2), this is the file, whatever it is called now. */
  readonly place: string
  /** The same for the same file in another process; device numbers alone say nothing there, as all subvolumes share one. */
  readonly key: string
  /** What is written to the memory goes to the file. */
  readonly writes: boolean
}

/** One entry for each file: most processes map the same libraries, each in several pieces. */
export function listMapped(pid: number): readonly MappedFile[] {
  const folder = `/proc/${pid}`
  return parseMaps(readFileSync(`${folder}/maps`, 'latin1'), folder)
}

export function parseMaps(text: string, folder: string): readonly MappedFile[] {
  const files = new Map<string, MappedFile>()
  for (const line of text.split('\n')) {
    const [, range, rights = '', device, inode, name] = /^(\S+) (\S+) \S+ (\S+) ([1-9]\d*) *(.*)$/.exec(line) ?? []
    if (range === undefined) continue
    const key = `${device} ${inode} ${name}`
    // map_files has the range without the leading zeros that maps pads small addresses with.
    const place = `${folder}/map_files/${range.replace(/(^|-)0+(?=[0-9a-f])/g, '$1')}`
    const known = files.get(key)
    const writes = known?.writes === true || (rights.startsWith('w', 1) && rights.endsWith('s'))
    files.set(key, { place: known?.place ?? place, key, writes })
  }
  return [...files.values()]
}
