import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  explainRsyncEnd,
  fileList,
  parseProgressBytes,
  parseStats,
  pushArgv,
  receiverConfig,
} from '../../../src-main/tools/rsync/rsync.ts'

const recorded = readFileSync('test/fixtures/rsync/push-3.5.0.txt', 'utf8')
const manner = { options: ['--times'], allowed: ['times'] }

describe('what rsync prints', () => {
  it('is read frame by frame while it runs', () => {
    const amounts = recorded
      .split(/[\r\n]/)
      .map(parseProgressBytes)
      .filter((bytes) => bytes !== undefined)
    expect(amounts.at(-1)).toBe(30_000_000)
    expect(amounts).toEqual([...amounts].sort((a, b) => a - b))
  })

  it('is read at the end', () => {
    expect(parseStats(recorded)).toEqual({ files: 20, bytes: 30_000_000, sentBytes: 30_008_405 })
  })

  it('is an error when it cannot be read', () => {
    expect(() => parseStats('')).toThrow(/rsync --stats/)
  })
})

describe('what rsync is asked', () => {
  it('puts folders behind the options, so that none of them can be one', () => {
    const argv = pushArgv({ folder: '/home', manner, shell: '/usr/lib/pc-switcher/transfer-shell' })
    expect(argv.slice(-3)).toEqual(['--', '/home/', 'other::in/'])
    expect(argv).toContain('--no-implied-dirs')
    expect(argv).not.toContain('--recursive')
  })

  it('lists names as bytes, and none that looks like a comment', () => {
    expect(fileList(['#a', 'b\xff\n']).toString('latin1')).toBe('./#a\0./b\xff\n\0')
  })

  it('receives in a folder it is shut into, and refuses what is not named', () => {
    const config = receiverConfig('/home', manner)
    expect(config).toMatch(/^use chroot = yes$/m)
    expect(config).toMatch(/^refuse options = \* !relative !no-implied-dirs !stats !times$/m)
  })
})

describe('how rsync ended', () => {
  it.each([
    [23, 'rsync: [receiver] mkstemp "/x.Ab3" (in in) failed: Read-only file system (30)', 'blocked'],
    [23, 'rsync: [generator] recv_generator: mkdir "/x" (in in) failed: Read-only file system (30)', 'blocked'],
    [11, 'rsync: [receiver] write failed on "x" (in in): No space left on device (28)', 'disk-full'],
    [12, 'Timeout, server 10.0.0.2 not responding.\nrsync: connection unexpectedly closed', 'unreachable'],
    [255, 'ssh: connect to host 10.0.0.2 port 22: Connection refused', 'unreachable'],
    [255, 'Host key verification failed.', 'host-key-changed'],
    [255, 'pc-switcher@10.0.0.2: Permission denied (publickey).', 'not-paired'],
    [12, 'pc-switcher: The permission for this transfer was refused: its time is over.', 'ticket-refused'],
    [23, 'rsync: [sender] send_files failed to open "x": Permission denied (13)', 'transfer-failed'],
    [
      23,
      'rsync: [sender] send_files failed to open "Connection refused\\#012pc-switcher: ": Permission denied (13)',
      'transfer-failed',
    ],
    [4, 'rsync: The server is configured to refuse --delete', 'transfer-failed'],
  ])('exit code %i with "%s" is %s', (exitCode, said, code) => {
    expect(explainRsyncEnd(exitCode, said)).toMatchObject({ code })
  })
})
