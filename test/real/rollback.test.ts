/** Rolling subvolumes back on a real btrfs, with programs that use it, nested subvolumes, and other mounts of it. */
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readLast } from '../../src-main/domains/rollback/on-machine/operation.ts'
import { rollBackNow } from '../../src-main/domains/rollback/on-machine/run-order.ts'
import {
  groundOf,
  logged,
  makeRollbackDisk,
  orderFor,
  read,
  surroundings,
  takeSnapshots,
  write,
  type RollbackDisk,
} from './rollback-disk.ts'

let disk: RollbackDisk
beforeEach(() => {
  disk = makeRollbackDisk()
  write(path.join(disk.home, 'alice/letter'), 'before\n')
})
afterEach(() => {
  if (process.env.TELL) console.error(logged)
  disk.remove()
})

const letter = () => read(path.join(disk.home, 'alice/letter'))

describe('rolling back what nobody uses', () => {
  it('brings back what the snapshot has, mounted where it was', async () => {
    const set = await takeSnapshots(disk)
    write(path.join(disk.home, 'alice/letter'), 'after\n')
    const last = await rollBackNow(await groundOf(disk), surroundings(), await orderFor(disk, set, ['home']))
    expect(last).toMatchObject({ result: 'done' })
    expect(letter()).toBe('before\n')
    expect(readLast(disk.state)).toEqual(last)
  })
})
