import { expect, it } from 'vitest'
import { placesToFlush } from '../../../src-main/commons/laptop/on-machine/answers.ts'
import { mayHang, parseMountinfo } from '../../../src-main/tools/proc/mountinfo.ts'

const mounts = (...lines: readonly string[]) => parseMountinfo(`${lines.join('\n')}\n`)

it('are disks of the laptop, and none whose program may never answer', () => {
  const found = mounts(
    '1 0 8:1 / / rw - ext4 /dev/sda1 rw',
    '2 1 8:2 / /usr rw - btrfs /dev/sda2 rw',
    '3 1 0:50 / /tmp rw - fuseblk /dev/sdb1 rw',
    '4 1 0:51 / /var rw - fuse /dev/fuse rw',
    '5 1 8:3 / /mnt rw - ext4 /dev/sdc1 rw',
  )
  expect(placesToFlush(found, ['/'])).toEqual(['/', '/usr'])
})

it.each(['fuse.sshfs', 'fuseblk', 'nfs4', 'cifs', '9p', 'autofs'])('%s may hang', (fsType) => {
  expect(mayHang({ fsType })).toBe(true)
})

it.each(['btrfs', 'ext4', 'tmpfs', 'overlay', 'fusectl'])('%s answers', (fsType) => {
  expect(mayHang({ fsType })).toBe(false)
})
