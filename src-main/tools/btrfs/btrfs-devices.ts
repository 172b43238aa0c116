/**
 * Which block device has a btrfs: read from its first superblock, which begins with a checksum, then the UUID of the file system, and
 * after two numbers the magic (btrfs on-disk format, `struct btrfs_super_block`). No program is asked, nothing is mounted.
 */
import { closeSync, readSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { openPlace, readOwnText } from '../files/own-file.ts'

const superblock = { at: 65_536, bytes: 72, uuidAt: 32, magicAt: 64, magic: '_BHRfS_M' }

/** Undefined where there is none, or nobody can read the device. */
export function readBtrfsUuid(device: string): string | undefined {
  try {
    const descriptor = openPlace(device)
    try {
      const read = Buffer.alloc(superblock.bytes)
      readSync(descriptor, read, 0, read.length, superblock.at)
      if (read.toString('latin1', superblock.magicAt) !== superblock.magic) return undefined
      const digits = read.toString('hex', superblock.uuidAt, superblock.uuidAt + 16)
      return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // It was pulled out meanwhile, or it has no medium.
    return undefined
  }
}

/** Of a file system that is attached now; undefined otherwise. */
export function findBtrfsDevice(uuid: string): string | undefined {
  return [namedDevice(uuid), ...blockDevices()].find((device) => device !== undefined && readBtrfsUuid(device) === uuid)
}

/** As udev names it: others need not be woken up then. */
function namedDevice(uuid: string): string | undefined {
  try {
    return realpathSync(path.join('/dev/disk/by-uuid', uuid))
  } catch {
    return undefined
  }
}

/** proc(5), /proc/partitions: two lines of heading, then major, minor, blocks and name. */
function blockDevices(): readonly string[] {
  const lines = readOwnText('/proc/partitions', 'latin1').split('\n').slice(2)
  return lines.flatMap((line) => {
    const name = line.trim().split(/\s+/)[3]
    return name === undefined ? [] : [path.join('/dev', name)]
  })
}
