/** Which programs have files open (proc(5), /proc/PID/fd). */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { ifAlive, runningPids } from './running-processes.ts'

/** A file by what stat(2) says of it. */
export function fileKey({ device, inode }: { readonly device: string; readonly inode: string }): string {
  return `${device} ${inode}`
}

/** The names of the programs, as the kernel knows them, by `fileKey`. This process is not among them. */
export function findOpeners(files: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const openers = new Map<string, Set<string>>()
  if (files.size === 0) return openers
  for (const pid of runningPids()) {
    if (pid === process.pid) continue
    for (const key of openFilesOf(pid)) {
      if (!files.has(key)) continue
      const names = openers.get(key) ?? new Set()
      openers.set(key, names.add(ifLooked(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd()) ?? String(pid)))
    }
  }
  return openers
}

function openFilesOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`
  const names = ifLooked(() => readdirSync(folder)) ?? []
  return names.flatMap((name) => {
    const stat = ifLooked(() => statSync(`${folder}/${name}`, { bigint: true }))
    return stat?.isFile() === true ? [fileKey({ device: String(stat.dev), inode: String(stat.ino) })] : []
  })
}

/** A process that ends has nothing; what cannot be looked at is no file of ours. */
function ifLooked<T>(ask: () => T): T | undefined {
  try {
    return ifAlive(ask)
  } catch {
    return undefined
  }
}
