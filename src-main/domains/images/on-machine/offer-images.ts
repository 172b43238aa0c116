/**
 * The sender's half: what is sent is held still beside the images, so that one that is written to all the time arrives as
 * it was at one instant.
 */
import { existsSync } from 'node:fs'
import { link, lstat, mkdir, rm } from 'node:fs/promises'
import { writeChanges } from '../../../commons/changed-ranges/changes-file.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { shareFile } from '../../../tools/files/cp.ts'
import { setTimes } from '../../../tools/files/touch.ts'
import { readSystemStartMs } from '../../../tools/proc/system-start.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import { changesName, type offerImages } from '../verbs.ts'
import { changedSince, forgetBase, keepBase, knownBase, readBase } from './image-bases.ts'
import { fileOf, imagesFolder, outgoingFolder, refuseForeignFolder } from './image-folder.ts'
import { isSameKey, isSameWriting, readFileKey } from './image-key.ts'
import { openImage } from './hash-images.ts'
import { forgetOffered, knownHash, readImageMemory, remember, type Note } from './image-memory.ts'

/** What was offered before is withdrawn. Gives those of `asChanges` of which only what changed is there to be sent, and how much that is. */
export async function offer(
  { names, asChanges }: Parsed<typeof offerImages>,
  stateFolder: string,
  options: RunOptions,
): Promise<Output<typeof offerImages>> {
  if (existsSync(outgoingFolder())) await withdraw(stateFolder)
  const changes: { name: BytePath; bytes: number }[] = []
  if (names.length === 0) return { changes }
  await refuseForeignFolder()
  await mkdir(outgoingFolder(), { mode: 0o700 })
  for (const name of names) {
    const isShared = await holdStill(name, options)
    const base = isShared && asChanges.includes(name) ? await readBase(name, stateFolder) : undefined
    if (base === undefined) continue
    const held = fileOf(outgoingFolder(), name)
    const ranges = await changedSince(base, held, options)
    if (ranges === undefined) continue
    changes.push({ name, bytes: await writeChanges(held, changesName(held), ranges, options) })
    await setTimes(changesName(held), (await lstat(held, { bigint: true })).mtimeNs, options)
  }
  return { changes }
}

/**
 * A reflink. Where the file system has none, or refuses it because the image has another NOCOW flag than its folder, a
 * further name of the image: then only the checksum tells what was written while it was sent. Gives whether it is a reflink.
 */
async function holdStill(name: BytePath, options: RunOptions): Promise<boolean> {
  const [image, held] = [fileOf(imagesFolder(), name), fileOf(outgoingFolder(), name)]
  const handle = await openImage(imagesFolder(), name)
  try {
    // Before the copy: what is written in between makes the image newer than what is held.
    const { mtimeNs } = await handle.stat({ bigint: true })
    const isShared = await shareFile(image, held)
    if (isShared) await setTimes(held, mtimeNs, options)
    else await link(image, held)
    return isShared
  } finally {
    await handle.close()
  }
}

/** Ends what was offered; without it the images take the room that they take themselves. */
export async function withdraw(stateFolder: string): Promise<void> {
  await refuseForeignFolder()
  const { offered } = readImageMemory(stateFolder)
  for (const name of Object.keys(offered)) await removeHeld(name, stateFolder)
  await rm(outgoingFolder(), { recursive: true, force: true })
  forgetOffered(stateFolder)
}

/** What was on offer when the laptop went off. What is offered now is newer than its start. */
export async function withdrawAbandoned(stateFolder: string): Promise<void> {
  const held = await lstat(outgoingFolder()).catch(() => undefined)
  if (held !== undefined && held.ctimeMs < readSystemStartMs()) await withdraw(stateFolder)
}

/** Taking a further name away moves the image's change time, and nothing else: what is known of it stays known. */
async function removeHeld(name: BytePath, stateFolder: string): Promise<void> {
  const image = fileOf(imagesFolder(), name)
  const known = existsSync(image)
    ? knownHash(readImageMemory(stateFolder), 'read', name, await readFileKey(image))
    : undefined
  await rm(fileOf(outgoingFolder(), name), { force: true })
  if (known !== undefined) remember(stateFolder, 'read', name, { key: await readFileKey(image), sha256: known })
}

export function isHeld(name: BytePath): boolean {
  return existsSync(fileOf(outgoingFolder(), name))
}

/**
 * Remembers what was proven of an image: what is held of it if there is such. Gives when that was held still, if the image
 * has been written to since; to the next plan it then is one that changed here.
 */
export async function rememberProven(
  name: BytePath,
  sha256: string,
  stateFolder: string,
): Promise<{ readonly name: BytePath; readonly at: string } | undefined> {
  const image = await readFileKey(fileOf(imagesFolder(), name))
  if (!isHeld(name)) {
    // Only while it is unchanged since it was read.
    if (knownHash(readImageMemory(stateFolder), 'read', name, image) === sha256) {
      remember(stateFolder, 'equal', name, { key: image, sha256 })
      await keepUnchanged(name, { key: image, sha256 }, stateFolder)
    }
    return undefined
  }
  const held = readImageMemory(stateFolder).offered[name]
  if (held?.sha256 !== sha256) return undefined
  if ((await lstat(fileOf(outgoingFolder(), name))).nlink === 1)
    await keepBase(name, fileOf(outgoingFolder(), name), sha256, stateFolder)
  const isCurrent = isSameWriting(held.key, image)
  if (isCurrent) remember(stateFolder, 'read', name, { key: image, sha256 })
  remember(stateFolder, 'equal', name, { key: isCurrent ? image : held.key, sha256 })
  return isCurrent ? undefined : { name, at: (await lstat(outgoingFolder())).mtime.toISOString() }
}

/** The image itself, which was not written to before its reflink was made. */
async function keepUnchanged(name: BytePath, { key, sha256 }: Note, stateFolder: string): Promise<void> {
  if ((await knownBase(readImageMemory(stateFolder), name)) === sha256) return
  const image = fileOf(imagesFolder(), name)
  await keepBase(name, image, sha256, stateFolder)
  const now = await readFileKey(image)
  if (!isSameKey(key, now) || key.changedNs !== now.changedNs) await forgetBase(name, stateFolder)
}
