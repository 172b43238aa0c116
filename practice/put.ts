import { chmod, chown, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Laptop } from './layout.ts'

export interface PutOptions {
  readonly mode?: number
  /** Numeric owner and group; root unless told. */
  readonly owner?: number
}

/** Writes a file of a laptop from outside, through its mounts. For paths without links only: those would lead out here. */
export async function put(
  laptop: Laptop,
  file: string,
  content: string | Uint8Array,
  options: PutOptions = {},
): Promise<void> {
  const { mode = 0o644, owner = 0 } = options
  const target = path.join(laptop.root, file)
  await mkdir(path.dirname(target), { recursive: true })
  await writeFile(target, content)
  await chown(target, owner, owner)
  await chmod(target, mode)
}
