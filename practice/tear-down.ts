/** Removes every trace of a pair that is not on its disks. Safe to run at any moment and any number of times. */
import { rm, rmdir } from 'node:fs/promises'
import { removePairPlaces } from './cgroup.ts'
import { detachDisk, unmountBelow } from './disk.ts'
import { putInDiskPlug } from './disk-plug.ts'
import { runtimeFolder, type Pair } from './layout.ts'

export async function tearDown(pair: Pair): Promise<void> {
  await removePairPlaces(pair)
  await unmountBelow(pair.folder)
  await rm(pair.runFolder, { recursive: true, force: true })
  await rmdir(runtimeFolder).catch(() => undefined)
  await Promise.all(
    Object.values(pair.laptops).map(async (laptop) => {
      await detachDisk(laptop)
      await putInDiskPlug(laptop)
    }),
  )
}
