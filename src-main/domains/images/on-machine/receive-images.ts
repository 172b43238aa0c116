/** The receiver's half: makes a copy to receive into, and renames each image into place when all are sound. */
import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import type { z } from 'zod'
import type { AppError } from '../../../kernel/app-error.ts'
import { bufferFromBytePath, bytePathFromBuffer, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { readAccounts } from '../../../tools/accounts/accounts.ts'
import { copySharing } from '../../../tools/files/cp.ts'
import { flushFolder } from '../../../tools/files/durable-file.ts'
import { checkImage, readImageInfo } from '../../../tools/guests/qemu-img.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { adoptImages } from '../verbs.ts'
import { fileOf, imagesFolder, incomingFolder, refuseForeignFolder } from './image-folder.ts'
import { imagesMessages } from '../messages.ts'

type Incoming = z.infer<(typeof adoptImages)['input']>['images'][number]

/**
 * What an interrupted transfer left of these is kept: it is at least as good a start as the old image. What it left of
 * others goes; with no names, all of it.
 */
export async function prepareIncoming(names: readonly BytePath[], options: RunOptions): Promise<number> {
  if (names.length === 0) {
    if (!(await exists(incomingFolder))) return 0
    await refuseForeignFolder()
    await rm(incomingFolder, { recursive: true, force: true })
    return 0
  }
  await mkdir(imagesFolder, { recursive: true, mode: 0o711 })
  await refuseForeignFolder()
  await mkdir(incomingFolder, { recursive: true, mode: 0o700 })
  await removeOthers(names)
  let copied = 0
  for (const name of names) {
    const [old, incoming] = [fileOf(imagesFolder, name), fileOf(incomingFolder, name)]
    if ((await exists(incoming)) || !(await exists(old))) continue
    await copySharing(old, incoming, options)
    copied += 1
  }
  return copied
}

async function removeOthers(names: readonly BytePath[]): Promise<void> {
  for (const found of await readdir(incomingFolder, { encoding: 'buffer' })) {
    if (names.includes(bytePathFromBuffer(found))) continue
    await rm(Buffer.concat([Buffer.from(`${incomingFolder}/`), found]), { recursive: true, force: true })
  }
}

/** Returns the accounts that own an image on the other laptop and are not known here. */
export async function adoptIncoming(images: readonly Incoming[], options: RunOptions): Promise<readonly string[]> {
  await refuseForeignFolder()
  for (const image of images) await refuseUnready(image, images, options)
  const unknown = new Set<string>()
  for (const image of images) for (const name of await setOwner(image)) unknown.add(name)
  for (const { name } of images) await rename(fileOf(incomingFolder, name), fileOf(imagesFolder, name))
  flushFolder(imagesFolder)
  await rm(incomingFolder, { recursive: true, force: true })
  return [...unknown]
}

async function refuseUnready(image: Incoming, all: readonly Incoming[], options: RunOptions): Promise<void> {
  const old = fileOf(imagesFolder, image.name)
  if (await exists(old)) {
    const info = await readImageInfo(old, options)
    if (info.kind === 'qcow2' && info.inUse) throw inUse(image.name)
  }
  if (image.backing.kind === 'inside') {
    const base = image.backing.name
    const comes = all.some(({ name }) => name === base)
    if (!comes && !(await exists(fileOf(imagesFolder, base)))) throw withoutBase(image.name, base)
  }
  await checkImage(fileOf(incomingFolder, image.name), options)
}

/**
 * An existing image keeps its owner and mode: libvirt gives a running guest's image to its own account. A new one has
 * has those of the other laptop, by name. Afterwards its contents are on the disk.
 */
async function setOwner(image: Incoming): Promise<readonly string[]> {
  const handle = await open(fileOf(incomingFolder, image.name), constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    const old = await lstat(fileOf(imagesFolder, image.name)).catch(() => undefined)
    const accounts = readAccounts()
    const uid = old?.uid ?? accounts.users.get(image.owner)
    const gid = old?.gid ?? accounts.groups.get(image.group)
    await handle.chown(uid ?? 0, gid ?? 0)
    await handle.chmod(old === undefined ? image.mode & 0o777 : old.mode & 0o777)
    await handle.sync()
    return [...(uid === undefined ? [image.owner] : []), ...(gid === undefined ? [image.group] : [])]
  } finally {
    await handle.close()
  }
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  )
}

function inUse(name: BytePath): AppError {
  return imagesMessages.inUse({ name: textFromBytePath(name) })
}

function withoutBase(name: BytePath, base: BytePath): AppError {
  return imagesMessages.baseMissing(
    { name: textFromBytePath(name), base: textFromBytePath(base) },
    { details: bufferFromBytePath(base).toString('hex') },
  )
}
