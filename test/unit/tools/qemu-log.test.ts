import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { parseStarts, readLastStarts } from '../../../src-main/tools/guests/qemu-log.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('qemu-log')))

const work = '/var/lib/libvirt/images/work.qcow2'
const blockdev = (file: string) =>
  `-blockdev '{"driver":"file","filename":${JSON.stringify(file).replaceAll("'", String.raw`'\''`)},"node-name":"libvirt-1-storage"}' \\`

/** As libvirt 9.0 and later write it. */
const started = (day: string, ...files: readonly string[]): string =>
  [
    `${day} 08:12:45.123+0000: starting up libvirt version: 10.0.0, qemu version: 8.2.2, kernel: 6.8.0-49-generic, hostname: p17`,
    'LC_ALL=C \\',
    '/usr/bin/qemu-system-x86_64 \\',
    '-name guest=work,debug-threads=on \\',
    ...files.map(blockdev),
    '-msg timestamp=on',
    `${day} 09:00:01.001+0000: shutting down, reason=shutdown`,
    '',
  ].join('\n')

it('is the newest start of each image, in whichever log of the guest it stands', async () => {
  const base = '/var/lib/libvirt/images/base.qcow2'
  writeFileSync(path.join(folder, 'work.log'), started('2026-11-18', work, base))
  writeFileSync(path.join(folder, 'work.log.0'), started('2026-11-12', work))
  writeFileSync(path.join(folder, 'other.log'), started('2026-11-20', base))
  writeFileSync(path.join(folder, 'notes.txt'), started('2026-11-21', work))
  expect([...(await readLastStarts(folder))]).toEqual(
    expect.arrayContaining([
      [work, '2026-11-18T08:12:45.123Z'],
      [base, '2026-11-20T08:12:45.123Z'],
    ]),
  )
})

it('is nothing where libvirt was never used, and of a log that was cut off in the middle', async () => {
  expect((await readLastStarts(path.join(folder, 'missing'))).size).toBe(0)
  writeFileSync(
    path.join(folder, 'work.log'),
    `${blockdev(work)}\n2026-11-18 09:00:01.001+0000: shutting down\n${blockdev(work)}\n`,
  )
  expect((await readLastStarts(folder)).size).toBe(0)
})

it('reads the end of a long one', async () => {
  writeFileSync(path.join(folder, 'work.log'), `${'x'.repeat(99)}\n`.repeat(10_000) + started('2026-11-18', work))
  expect((await readLastStarts(folder)).get(work)).toBe('2026-11-18T08:12:45.123Z')
})

it.each([
  ['a quote and a comma', "/images/it's, here.qcow2", blockdev("/images/it's, here.qcow2")],
  ['an older -drive', '/images/a,b.qcow2', '-drive file=/images/a,,b.qcow2,format=qcow2,if=none'],
])('understands %s', (_what, file, line) => {
  const text = `2026-11-18 08:12:45.123+0000: starting up libvirt version: 9.0.0\n${line}\n`
  expect(parseStarts(text)).toEqual([{ file, at: '2026-11-18T08:12:45.123Z' }])
})
