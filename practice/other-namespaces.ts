/**
 * Copies of a laptop's mounts, and of its disk's while it is put back: a program that gets a mount namespace of its own just
 * then (a test run does) takes them along, and keeps the disk busy for as long as it runs.
 */
import { readdir, readFile, readlink } from 'node:fs/promises'
import { parseMountPoints } from './mount-table.ts'
import { attempt } from './run.ts'

/** Unmounts everything at and below a folder of ours in all other mount namespaces of this machine. */
export async function unmountElsewhere(folder: string): Promise<void> {
  const seen = new Set([await readlink('/proc/self/ns/mnt')])
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const namespace = await readlink(`/proc/${pid}/ns/mnt`).catch(() => undefined)
    if (namespace === undefined || seen.has(namespace)) continue
    seen.add(namespace)
    const table = await readFile(`/proc/${pid}/mountinfo`, 'utf8').catch(() => '')
    const targets = parseMountPoints(table).filter((target) => target === folder || target.startsWith(`${folder}/`))
    for (const target of targets.reverse())
      await attempt(['nsenter', `--mount=/proc/${pid}/ns/mnt`, '--', 'umount', '--lazy', '--', target])
  }
}
