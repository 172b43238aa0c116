/** A guest's disk: a base of random data that is equal on both laptops, and an overlay with the work of each. */
import { existsSync } from 'node:fs'
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cacheFolder, type Laptop } from './layout.ts'
import { runOffline } from './offline.ts'
import { randomBytesOf } from './random.ts'
import { run } from './run.ts'

const folder = '/var/lib/libvirt/images'
const base = `${folder}/debian-base.qcow2`
const baseBytes = 64 * 1024 ** 2

/** Makes the base once for all laptops: bytes of a qcow2 differ from one making to the next. */
export async function ensureBaseImage(): Promise<string> {
  const file = path.join(cacheFolder, 'debian-base.qcow2')
  if (existsSync(file)) return file
  await mkdir(cacheFolder, { recursive: true })
  const raw = path.join(cacheFolder, `draft-${process.pid}.raw`)
  const draft = path.join(cacheFolder, `draft-${process.pid}.qcow2`)
  try {
    await writeFile(raw, randomBytesOf('guest', baseBytes))
    await run('make the base image of the guest', ['qemu-img', 'convert', '-f', 'raw', '-O', 'qcow2', raw, draft])
    await run('put the base image in place', ['mv', '--', draft, file])
  } finally {
    await rm(raw, { force: true })
    await rm(draft, { force: true })
  }
  return file
}

export async function fillImages(laptop: Laptop, baseFile: string): Promise<void> {
  await mkdir(path.join(laptop.root, folder), { recursive: true })
  await copyFile(baseFile, path.join(laptop.root, base))
  await makeOverlay(
    laptop,
    `${folder}/work.qcow2`,
    laptop.host === 'p17' ? ['write -P 0x17 1M 6M', 'write -P 0x5a 40M 2M'] : ['write -P 0x13 1M 1M'],
  )
  if (laptop.host === 'p17') await makeOverlay(laptop, `${folder}/spare.qcow2`, ['write -P 0x71 8M 1M'])
}

async function makeOverlay(laptop: Laptop, file: string, writes: readonly string[]): Promise<void> {
  await runOffline('make an overlay', laptop, [
    'qemu-img',
    'create',
    '-q',
    '-f',
    'qcow2',
    '-b',
    base,
    '-F',
    'qcow2',
    file,
  ])
  await runOffline('write into an overlay', laptop, [
    'qemu-io',
    '-f',
    'qcow2',
    ...writes.flatMap((write) => ['-c', write]),
    file,
  ])
}
