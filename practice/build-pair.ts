/** Makes the disks of a pair: both laptops as they are before they are switched on for the first time. */
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { attachDisk, makeDisk, subvolumesOf, unmountLaptop, unmountTop, type Beginning } from './disk.ts'
import { fillLaptop, type Material } from './fill.ts'
import { furnishSystem } from './furnish-system.ts'
import type { Laptop, Pair } from './layout.ts'
import { run } from './run.ts'

interface Filling extends Beginning {
  readonly image: string
  readonly material: Material
  readonly files: number
}

export async function buildLaptop(
  pair: Pair,
  laptop: Laptop,
  { image, material, files, ...beginning }: Filling,
): Promise<void> {
  await rm(laptop.diskFile, { force: true })
  await makeDisk(laptop, beginning)
  await unpack(laptop, image, beginning)
  const device = await attachDisk(laptop)
  const { stdout } = await run('read the number of the file system', [
    'blkid',
    '-p',
    '-s',
    'UUID',
    '-o',
    'value',
    device,
  ])
  await mountForBuilding(laptop, device, beginning)
  await furnishSystem(pair, laptop, { fileSystemUuid: stdout.trim(), ...beginning })
  await fillLaptop(laptop, material, files)
  await unmountLaptop(laptop)
}

async function unpack(laptop: Laptop, image: string, beginning: Beginning): Promise<void> {
  const root = beginning.inTop ? laptop.top : path.join(laptop.top, '@')
  await run(`unpack the system for ${laptop.host}`, [
    'tar',
    '--extract',
    '--file',
    image,
    '--directory',
    root,
    '--numeric-owner',
    '--xattrs',
    '--xattrs-include=*',
    '--acls',
    '--exclude=./dev/*',
  ])
  for (const { target } of subvolumesOf(beginning)) await mkdir(path.join(root, target), { recursive: true })
  await unmountTop(laptop)
}

async function mountForBuilding(laptop: Laptop, device: string, beginning: Beginning): Promise<void> {
  await mkdir(laptop.root, { recursive: true })
  const mount = (option: string, target: string) =>
    run(`mount ${target} of ${laptop.host}`, [
      'mount',
      '-t',
      'btrfs',
      '-o',
      `${option},noatime`,
      device,
      path.join(laptop.root, target),
    ])
  if (beginning.inTop) await mount('subvolid=5', '/')
  for (const { name, target } of subvolumesOf(beginning)) await mount(`subvol=${name}`, target)
  if (!beginning.unpaired)
    await run('let the person through', ['chmod', '0711', path.join(laptop.root, 'var/lib/pc-switcher')])
}
