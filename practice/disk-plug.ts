/**
 * The plug of a laptop's disk: pulled, every write fails from that instant on, and what the laptop's file system had not
 * handed to its disk is gone. It is the immutable flag of the disk's file, which ext4 holds against a loop device that
 * has the file open too (ext4_generic_write_checks, kernel 5.2 and later): writes, discards and flushes fail alike.
 */
import { open, rm, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { existsSync } from 'node:fs'
import type { Laptop } from './layout.ts'
import { PracticeError } from './practice-error.ts'
import { run } from './run.ts'

/** From now on nothing gets onto the disk. Throws where the file system below does not hold to the flag. */
export async function pullDiskPlug(laptop: Laptop): Promise<void> {
  await requirePlug(laptop)
  await setImmutable(laptop.diskFile, true)
}

/** The disk can be written again. Harmless when it could. */
export async function putInDiskPlug(laptop: Laptop): Promise<void> {
  if (existsSync(laptop.diskFile)) await setImmutable(laptop.diskFile, false)
}

async function requirePlug(laptop: Laptop): Promise<void> {
  const file = path.join(laptop.folder, 'plug-test')
  await rm(file, { force: true })
  const opened = await open(file, 'wx', 0o600)
  try {
    await setImmutable(file, true)
    if (await canWrite(opened))
      throw new PracticeError(
        `Cannot cut the power of ${laptop.host}: the file system of ${laptop.folder} goes on writing into immutable files.`,
        'ext4 does not. Keep practice laptops on ext4 to practise power cuts.',
      )
  } finally {
    await setImmutable(file, false)
    await opened.close()
    await rm(file, { force: true })
  }
}

async function canWrite(opened: FileHandle): Promise<boolean> {
  return await opened.write('written').then(
    () => true,
    () => false,
  )
}

async function setImmutable(file: string, immutable: boolean): Promise<void> {
  await run(`${immutable ? 'take away' : 'give back'} the disk`, ['chattr', immutable ? '+i' : '-i', '--', file])
}
