import { readlinkSync, statSync, type BigIntStats } from 'node:fs'
import { mayHang, readMountsOf } from './mountinfo.ts'
import { ifAlive } from './running-processes.ts'

/**
 * stat(2) of what a process has: `place` is a link below /proc/PID. Undefined for what lies where an answer may never come; that is
 * told by its name alone (proc(5): readlink(2) asks no file system). Throws what stat does.
 */
export function createLookAtOpened(pid: number): (place: string) => BigIntStats | undefined {
  const mounts = ifAlive(() => readMountsOf(pid)) ?? []
  const hanging = mounts.filter(mayHang).map(({ target }) => target)
  return (place) => {
    if (hanging.length > 0) {
      const target = readlinkSync(place, 'latin1')
      if (hanging.some((mount) => target === mount || target.startsWith(`${mount}/`))) return undefined
    }
    return statSync(place, { bigint: true })
  }
}
