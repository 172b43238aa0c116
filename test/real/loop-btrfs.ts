import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Runs a tool and gives its output; throws when it fails. */
export function sh(file: string, ...args: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

export interface LoopBtrfs {
  readonly folder: string
  /** The top level of the file system. */
  readonly top: string
  /** Mounts a subvolume at a folder below `folder`, and gives that folder. */
  mount(subvolume: string, at: string): string
  remove(): void
}

/** A btrfs of its own in a sparse file, mounted below a new folder. */
export function makeLoopBtrfs(megabytes = 4096, ...mkfsOptions: readonly string[]): LoopBtrfs {
  const folder = mkdtempSync(path.join(tmpdir(), 'loop-btrfs-'))
  const file = path.join(folder, 'disk')
  const mounts: string[] = []
  writeFileSync(file, '')
  truncateSync(file, megabytes * 1024 * 1024)
  sh('mkfs.btrfs', '--quiet', ...mkfsOptions, file)
  const mountAt = (options: string, at: string): string => {
    const target = path.join(folder, at)
    mkdirSync(target, { recursive: true })
    const source =
      mounts.length === 0
        ? file
        : sh('findmnt', '--noheadings', '--output', 'SOURCE', '--first-only', mounts[0] ?? '')
            .trim()
            .replace(/\[.*/, '')
    sh('mount', '-o', options, source, target)
    mounts.push(target)
    return target
  }
  const remove = (): void => {
    for (const target of mounts.splice(0).reverse()) sh('umount', target)
    if (existsSync(folder)) rmSync(folder, { recursive: true })
  }
  try {
    return { folder, top: mountAt('loop', 'top'), mount: (subvolume, at) => mountAt(`subvol=${subvolume}`, at), remove }
  } catch (error) {
    remove()
    throw error
  }
}
