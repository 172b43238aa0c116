import { expect, it } from 'vitest'
import { parseFileLocks } from '../../../src-main/tools/proc/file-locks.ts'

it('locks of files are told with who has them', () => {
  // Of Linux 6.1: dpkg, a guest, systemd, and one that waits.
  const text = [
    '1: POSIX  ADVISORY  WRITE 812 00:2b:1234 0 EOF',
    '2: OFDLCK ADVISORY  READ  -1 00:2b:99 100 101',
    '3: FLOCK  ADVISORY  WRITE 1 00:19:7 0 EOF',
    '3: -> FLOCK  ADVISORY  WRITE 44 00:19:7 0 EOF',
    '',
  ].join('\n')
  expect(parseFileLocks(text)).toEqual([
    { kind: 'POSIX', access: 'WRITE', pid: 812, inode: '1234' },
    { kind: 'OFDLCK', access: 'READ', pid: -1, inode: '99' },
    { kind: 'FLOCK', access: 'WRITE', pid: 1, inode: '7' },
  ])
})
