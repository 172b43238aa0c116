import { readFileSync } from 'node:fs'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'

export interface MountPoint {
  /** Absolute. */
  readonly path: BytePath
  readonly fileSystem: string
}

/** What is mounted somewhere below `root`: other file systems, which a switch does not enter. */
export function mountsBelow(root: string): readonly MountPoint[] {
  return parseMountInfo(bytePathFromBuffer(readFileSync('/proc/self/mountinfo'))).filter(({ path }) =>
    path.startsWith(`${root}/`),
  )
}

/** proc_pid_mountinfo(5): the fifth field is the mount point, the first one after " - " the file system. */
export function parseMountInfo(text: string): readonly MountPoint[] {
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const path = before.split(' ')[4]
    const fileSystem = after.split(' ')[0]
    if (path === undefined || fileSystem === undefined) throw new Error(`unreadable line of mountinfo: ${line}`)
    return { path: unescapeMountPath(path), fileSystem }
  })
}

/** Space, tab, newline and backslash are written as three octal digits. */
function unescapeMountPath(path: string): BytePath {
  return path.replace(/\\([0-7]{3})/g, (_whole, digits: string) => String.fromCharCode(parseInt(digits, 8)))
}
