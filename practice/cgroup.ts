/**
 * A cgroup of its own for each laptop. Without it both systemds manage the same tree, and stopping a unit on one
 * laptop hangs on, or kills, the unit of the same name on the other (seen with systemd 252 and --keep-unit).
 */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { cgroupName, type Laptop, type Pair } from './layout.ts'

/** Hierarchies that systemd uses: both on a hybrid machine, the one at the top on a version 2 machine. */
function hierarchies(): string[] {
  const hybrid = ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified'].filter((folder) => existsSync(folder))
  return hybrid.length > 0 ? hybrid : ['/sys/fs/cgroup']
}

/** Where a laptop's processes are kept together. */
export interface Place {
  /** Words to start the laptop with. */
  readonly prefix: readonly string[]
  /** Files to which the starting process writes its number. */
  readonly joins: readonly string[]
}

/** Where systemd is process 1 the tree is its own, and a scope that it delegates is how to get a part of it. */
function isSystemdHost(): boolean {
  return readFileSync('/proc/1/comm', 'utf8').trim() === 'systemd'
}

export async function makePlace(pair: Pair, laptop: Laptop): Promise<Place> {
  if (isSystemdHost()) return { prefix: scopePrefix(laptop), joins: [] }
  const folders = laptopCgroups(pair, laptop)
  for (const folder of folders) await mkdir(folder, { recursive: true })
  return { prefix: [], joins: folders.map((folder) => path.join(folder, 'cgroup.procs')) }
}

/** Kills what is left of a laptop, and removes its cgroup folders. */
export async function removePlace(pair: Pair, laptop: Laptop): Promise<void> {
  for (const folder of laptopCgroups(pair, laptop)) await removeCgroup(folder)
  // nspawn leaves this one behind.
  await rm(path.join('/run/systemd/nspawn/propagate', laptop.machine), { recursive: true, force: true })
}

function scopeName(laptop: Laptop): string {
  return `pc-switcher-practice-${laptop.machine}.scope`
}

function scopePrefix(laptop: Laptop): string[] {
  return [
    'systemd-run',
    '--quiet',
    '--collect',
    '--scope',
    `--unit=${scopeName(laptop)}`,
    '--property=Delegate=yes',
    '--',
  ]
}

function laptopCgroups(pair: Pair, laptop: Laptop): string[] {
  if (isSystemdHost()) return hierarchies().map((root) => path.join(root, 'system.slice', scopeName(laptop)))
  return pairCgroups(pair).map((folder) => path.join(folder, laptop.host))
}

function pairCgroups(pair: Pair): string[] {
  return hierarchies().map((root) => path.join(root, cgroupName, pair.name))
}

/** Kills what is left in a cgroup (only what this pair started can be there) and removes its folders. */
async function removeCgroup(folder: string): Promise<void> {
  for (let tries = 0; tries < 100 && existsSync(folder); tries++) {
    for (const pid of await processesBelow(folder)) kill(pid)
    await removeFolders(folder)
    if (existsSync(folder)) await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Removes everything of a pair and, when it was the last pair, the folder that holds them. */
export async function removePairPlaces(pair: Pair): Promise<void> {
  for (const laptop of Object.values(pair.laptops)) await removePlace(pair, laptop)
  if (isSystemdHost()) return
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
  return [
    ...own
      .split('\n')
      .filter((line) => line !== '')
      .map(Number),
    ...below.flat(),
  ]
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
    // It has ended meanwhile.
  }
}
