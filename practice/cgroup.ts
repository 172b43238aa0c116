/**
 * A cgroup of its own for each laptop. Without it both systemds manage the same tree, and stopping a unit on one
 * laptop hangs on, or kills, the unit of the same name on the other (seen with systemd 252 and --keep-unit).
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cgroupName, type Pair } from './layout.ts'

/** Hierarchies that systemd uses: both on a hybrid machine, the one at the top on a version 2 machine. */
export function hierarchies(): string[] {
  const hybrid = ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified'].filter((folder) => existsSync(folder))
  return hybrid.length > 0 ? hybrid : ['/sys/fs/cgroup']
}

export function pairCgroups(pair: Pair): string[] {
  return hierarchies().map((root) => path.join(root, cgroupName, pair.name))
}

/** Makes the cgroups of a laptop and returns their folders. */
export async function makeCgroups(pair: Pair, host: string): Promise<string[]> {
  const folders = pairCgroups(pair).map((folder) => path.join(folder, host))
  for (const folder of folders) await mkdir(folder, { recursive: true })
  return folders
}

/** Kills what is left in a cgroup (only what this pair started can be there) and removes its folders. */
export async function removeCgroup(folder: string): Promise<void> {
  for (let tries = 0; tries < 100 && existsSync(folder); tries++) {
    for (const pid of await processesBelow(folder)) kill(pid)
    await removeFolders(folder)
    if (existsSync(folder)) await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Removes the pair's folders and, when it was the last pair, the one that holds them. */
export async function removePairCgroups(pair: Pair): Promise<void> {
  for (const folder of pairCgroups(pair)) {
    await removeCgroup(folder)
    await rmdir(path.dirname(folder)).catch(() => undefined)
  }
}

/** Files to write one's pid to, in order to be where the laptop's own first process is and to end with it. */
export async function joinedCgroups(leader: number): Promise<string[]> {
  const [systemd, ...rest] = hierarchies()
  const unified = rest.at(-1) ?? systemd
  return (await readFile(`/proc/${leader}/cgroup`, 'utf8')).split('\n').flatMap((line) => {
    const [, controllers, folder] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    const root = controllers === 'name=systemd' ? systemd : controllers === '' ? unified : undefined
    return root === undefined || folder === undefined ? [] : [path.join(root, folder, 'cgroup.procs')]
  })
}

async function processesBelow(folder: string): Promise<number[]> {
  const own = await readFile(path.join(folder, 'cgroup.procs'), 'utf8').catch(() => '')
  const below = await Promise.all((await subfolders(folder)).map((name) => processesBelow(path.join(folder, name))))
  return [...own.split('\n').filter((line) => line !== '').map(Number), ...below.flat()]
}

async function removeFolders(folder: string): Promise<void> {
  for (const name of await subfolders(folder)) await removeFolders(path.join(folder, name))
  await rmdir(folder).catch(() => undefined)
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}
