import { z } from 'zod'
import { freeRoomSchema } from '../../../contract/preview.ts'
import type { Kept } from '../../../contract/rule.ts'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair, PlanContext } from '../../../switch/step.ts'
import { lackSchema } from '../guest-verbs.ts'
import { hashImages, listImages, type Image, imageUserSchema } from '../verbs.ts'
import { decideWith, probeGuests } from './probe-guests.ts'
import { groupSchema } from './image-group.ts'
import { groupImages, guestOn, listedIn } from './images-plan.ts'

export const imagesPlanSchema = z.object({
  groups: z.array(groupSchema),
  /** Which image is in use, by what, on which laptop: what blocks. Guests on the source do not. */
  inUse: z.array(z.object({ laptop: z.string(), image: z.string(), by: imageUserSchema })),
  /** Labels of laptops whose qemu-img is missing although there are images to work on. */
  withoutTool: z.array(z.string()),
  /** What is in the folder of the source and is not carried. */
  others: z.array(z.string()),
  /** Labels of laptops on which libvirt is and does not answer: which guests there are is not known. */
  silent: z.array(z.string()).default([]),
  /** Guests of the source that the target cannot define, without libvirt. */
  withoutLibvirt: z.array(z.string()).default([]),
  /** What guests that would come lack on the target. */
  lacks: z.array(z.object({ guest: z.string(), lacks: z.array(lackSchema) })).default([]),
  /** Disks of guests of the source that no step carries. */
  elsewhere: z.array(z.object({ guest: z.string(), disks: z.array(z.string()) })).default([]),
  /** Of the images on the target. */
  room: freeRoomSchema,
})
export type ImagesPlan = z.infer<typeof imagesPlanSchema>

/** Of rules about images: each is in the folder of images, and those that build on it go with it. */
export const imageKind = 'image'

export async function probeImages(pair: Pair, rules: readonly Kept[], { signal }: PlanContext): Promise<ImagesPlan> {
  const [[here, there], guests] = await Promise.all([
    Promise.all([pair.from.call(listImages, {}, { signal }), pair.to.call(listImages, {}, { signal })]),
    probeGuests(pair, signal),
  ])
  const [listedHere, listedThere] = [listedIn(here), listedIn(there)]
  const [from, to] = await readWhatMustBeRead(pair, listedHere.images, listedThere.images, signal)
  return {
    groups:
      here.kind === 'tool-missing' || there.kind === 'tool-missing'
        ? []
        : decideWith(guests, (both) =>
            groupImages({ ...listedHere, images: from }, { ...listedThere, images: to }, keptNames(rules), both),
          ),
    ...guests.plan,
    inUse: [
      ...usesOn(
        pair.from,
        from.filter((image) => guestOn(image) === undefined),
      ),
      ...usesOn(pair.to, to),
    ],
    withoutTool: [
      ...(here.kind === 'tool-missing' ? [pair.from.label] : []),
      ...(there.kind === 'tool-missing' ? [pair.to.label] : []),
    ],
    others: here.kind === 'tool-missing' ? [] : here.others,
    room: there.kind === 'tool-missing' ? { freeBytes: 0, fileSystem: '' } : freeRoomSchema.parse(there),
  }
}

export function keptNames(rules: readonly Kept[]): ReadonlySet<BytePath> {
  return new Set(rules.flatMap(({ kind, name }) => (kind === imageKind ? [bytePathFromText(name)] : [])))
}

/**
 * Whether two images of the same length are the same, only their contents tell. They are read once; after that a laptop
 * knows the sum of an image as long as nothing about the file changes.
 */
async function readWhatMustBeRead(pair: Pair, from: readonly Image[], to: readonly Image[], signal: AbortSignal) {
  const twins = from.filter(({ name, bytes, usedBy }) => {
    const other = to.find((image) => image.name === name)
    return other?.bytes === bytes && usedBy === undefined && other.usedBy === undefined
  })
  const names = twins.map(({ name }) => name)
  return Promise.all([withHashes(pair.from, from, names, signal), withHashes(pair.to, to, names, signal)])
}

async function withHashes(machine: Machine, images: readonly Image[], names: readonly BytePath[], signal: AbortSignal) {
  const unread = images
    .filter(({ name, sha256 }) => names.includes(name) && sha256 === undefined)
    .map(({ name }) => name)
  if (unread.length === 0) return images
  const { hashes } = await machine.call(hashImages, { names: unread, offered: false }, { signal })
  const byName = new Map(hashes.map(({ name, sha256 }) => [name, sha256]))
  return images.map((image) => {
    const sha256 = byName.get(image.name) ?? image.sha256
    return sha256 === undefined ? image : { ...image, sha256 }
  })
}

function usesOn(machine: Machine, images: readonly Image[]) {
  return images.flatMap(({ name, usedBy }) =>
    usedBy === undefined ? [] : [{ laptop: machine.label, image: textFromBytePath(name), by: usedBy }],
  )
}
