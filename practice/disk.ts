/**
 * A laptop's disk: one sparse file with a btrfs file system of its own. Mounted as the laptop's fstab says,
 * because systemd in a container ignores device entries there, and a swapped @home must take effect.
 */
import { existsSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Laptop } from './layout.ts'
import { mountsBelow } from './mount-table.ts'
import { unmountElsewhere } from './other-namespaces.ts'
import { PracticeError } from './practice-error.ts'
import { attempt, run } from './run.ts'

const diskBytes = 12 * 1024 ** 3

/** Subvolumes of a laptop, and where its fstab mounts them. */
const subvolumes = [
  { name: '@', target: '/', options: 'noatime' },
  { name: '@home', target: '/home', options: 'noatime' },
  { name: '@images', target: '/var/lib/libvirt/images', options: 'noatime,nodev,nosuid' },
  { name: '@pc-switcher', target: '/var/lib/pc-switcher', options: 'noatime,nodev,nosuid' },
] as const

export interface Beginning {
  /** Whether somebody is to pair the laptops first: what pairing makes is then not there. */
  readonly unpaired: boolean
  /** Whether everything is in the top level of the disk, without a subvolume, as Ubuntu's installer leaves it. */
  readonly inTop: boolean
}

export function subvolumesOf({ unpaired, inTop }: Beginning): readonly (typeof subvolumes)[number][] {
  return subvolumes.filter(({ name }) => !inTop && (!unpaired || name !== '@pc-switcher'))
}

/** Makes an empty file system with its subvolumes and leaves it mounted for filling. */
export async function makeDisk(laptop: Laptop, beginning: Beginning): Promise<void> {
  await mkdir(laptop.folder, { recursive: true })
  const file = await open(laptop.diskFile, 'w', 0o600)
  await file.truncate(diskBytes)
  await file.close()
  await run(`make the file system of ${laptop.host}`, [
    'mkfs.btrfs',
    '--quiet',
    '--label',
    laptop.host,
    laptop.diskFile,
  ])
  const device = await attachDisk(laptop)
  await mountTop(laptop, device)
  for (const { name } of subvolumesOf(beginning)) {
    await run(`make ${name} on ${laptop.host}`, [
      'btrfs',
      '--quiet',
      'subvolume',
      'create',
      path.join(laptop.top, name),
    ])
  }
  // Images of guests are written in place; copy-on-write would scatter them.
  if (!beginning.inTop)
    await run('switch copy-on-write off for images', ['chattr', '+C', path.join(laptop.top, '@images')])
}

/** The loop device of a laptop's disk; attached once and kept, so that the same file never has two. */
export async function attachDisk(laptop: Laptop): Promise<string> {
  const attached = await attachedDevice(laptop)
  if (attached !== undefined) return attached
  const { stdout } = await run(`attach the disk of ${laptop.host}`, ['losetup', '--find', '--show', laptop.diskFile])
  return stdout.trim()
}

export async function attachedDevice(laptop: Laptop): Promise<string | undefined> {
  if (!existsSync(laptop.diskFile)) return undefined
  const { stdout } = await run('list loop devices', [
    'losetup',
    '--associated',
    laptop.diskFile,
    '--noheadings',
    '--output',
    'NAME',
  ])
  const [device] = stdout.trim().split('\n')
  return device === '' ? undefined : device
}

/**
 * Waits until the device is really gone: two devices on one file would destroy the file system. Copies of its mounts are
 * looked for each time, as a program may get a mount namespace of its own at any moment.
 */
export async function detachDisk(laptop: Laptop): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const device = await attachedDevice(laptop)
    if (device === undefined) return
    await unmountElsewhere(laptop.folder)
    await attempt(['losetup', '--detach', device])
    if ((await attachedDevice(laptop)) === undefined) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new PracticeError(
    `Another program still holds the disk of ${laptop.host} in a mount namespace of its own; its loop device goes when that ends.`,
  )
}

export async function mountTop(laptop: Laptop, device: string): Promise<void> {
  await mkdir(laptop.top, { recursive: true })
  if ((await mountsBelow(laptop.top)).length > 0) return
  await run(`mount the disk of ${laptop.host}`, ['mount', '-t', 'btrfs', '-o', 'subvolid=5', device, laptop.top])
}

export async function unmountTop(laptop: Laptop): Promise<void> {
  await unmountBelow(laptop.top)
}

const fstabSchema = z.object({
  filesystems: z.array(
    z.object({ source: z.string(), target: z.string(), fstype: z.string(), options: z.string().nullable() }),
  ),
})

/** Mounts what the laptop's own fstab asks for, from its own disk, below `laptop.root`. */
export async function mountByFstab(laptop: Laptop, device: string): Promise<void> {
  await mountSystem(laptop, device)
  const { stdout } = await run(`read the fstab of ${laptop.host}`, [
    'findmnt',
    '--fstab',
    '--tab-file',
    path.join(laptop.root, 'etc/fstab'),
    '--json',
    '--output',
    'SOURCE,TARGET,FSTYPE,OPTIONS',
  ])
  const { filesystems } = fstabSchema.parse(JSON.parse(stdout))
  for (const entry of filesystems) {
    if (entry.fstype !== 'btrfs' || entry.target === '/') continue
    await run(`mount ${entry.target} of ${laptop.host} as its fstab says`, [
      'mount',
      '-t',
      'btrfs',
      '-o',
      entry.options ?? 'defaults',
      device,
      path.join(laptop.root, entry.target),
    ])
  }
}

/** From @; from the top level of the disk where the system is there. */
async function mountSystem(laptop: Laptop, device: string): Promise<void> {
  await mkdir(laptop.root, { recursive: true })
  const mount = (option: string) =>
    run(`mount the root of ${laptop.host}`, ['mount', '-t', 'btrfs', '-o', `${option},noatime`, device, laptop.root])
  await mount('subvolid=5')
  if (isSystemIn(laptop.root)) return
  await unmountBelow(laptop.root)
  await mount('subvol=@')
}

export function isSystemIn(folder: string): boolean {
  return existsSync(path.join(folder, 'etc/fstab'))
}

export async function unmountLaptop(laptop: Laptop): Promise<void> {
  await unmountBelow(laptop.root)
}

/** Unmounts everything at and below a folder, innermost first. */
export async function unmountBelow(folder: string): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const mounted = await mountsBelow(folder)
    if (mounted.length === 0) return
    for (const target of mounted.reverse()) await attempt(['umount', '--', target])
    if ((await mountsBelow(folder)).length > 0) await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new PracticeError(`Could not unmount ${(await mountsBelow(folder)).join(', ')}: something still uses it.`)
}
