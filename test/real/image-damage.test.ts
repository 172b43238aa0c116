/** An image of a guest that is damaged, as qemu-img finds it. */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findDamage } from '../../src-main/tools/guests/qemu-img.ts'
import { run } from '../../src-main/tools/run.ts'
import { titles } from '../../src-main/tools/titles/messages.ts'

let folder: string
let image: string
const qemu = (program: string, ...words: readonly string[]) =>
  run({ title: titles.checkImage({}), argv: [program, ...words] })

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'image-damage-'))
  image = path.join(folder, 'work.qcow2')
  await qemu('qemu-img', 'create', '-q', '-f', 'qcow2', image, '2G')
  await qemu('qemu-io', '-f', 'qcow2', '-c', 'write -P 7 0 512M', image)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('is nothing of a sound image', async () => {
  expect(await findDamage(image, {})).toBeUndefined()
})

it('is said in one line, however often qemu-img complains', async () => {
  // Where its first table of clusters is, as the table above it says (qcow2 specification: l1_table_offset at 40).
  const { stdout } = await run({
    title: titles.checkImage({}),
    argv: ['od', '--address-radix=n', '--endian=big', '--format=u8', '--skip-bytes=40', '--read-bytes=8', image],
  })
  const { bytes } = await run({
    title: titles.checkImage({}),
    argv: ['dd', `if=${image}`, 'bs=8', 'count=1', `skip=${String(Number(stdout) / 8)}`, 'status=none'],
  })
  const table = Number(bytes.readBigUInt64BE() & 0x00ff_ffff_ffff_fe00n)
  const descriptor = openSync(image, 'r+')
  writeSync(descriptor, Buffer.alloc(64 * 1024, 0xa5), 0, 64 * 1024, table)
  closeSync(descriptor)
  const said = await findDamage(image, {})
  expect(said).toMatch(/^\d{4,} corruptions/)
  expect(said?.split('\n')).toHaveLength(1)
})

it('is in the words of qemu-img where it is no image at all', async () => {
  const other = path.join(folder, 'other.qcow2')
  writeFileSync(other, 'no image')
  expect(await findDamage(other, {})).toContain('not in qcow2 format')
})
