/** Verbs about the images of virtual machines: the qcow2 files directly in one folder of a laptop. */
import { z } from 'zod'
import { freeRoomSchema } from '../../contract/preview.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { adoptedGuestsSchema, digestSchema, uuidSchema } from './guest-verbs.ts'
import { imageNameSchema } from './image-name.ts'

export const backingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('inside'), name: imageNameSchema }),
  z.object({ kind: z.literal('outside'), path: z.string() }),
])
export type Backing = z.infer<typeof backingSchema>

/** A guest that runs or whose memory is saved, or another program. */
export const imageUserSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('running'), guest: z.string() }),
  z.object({ kind: z.literal('saved'), guest: z.string() }),
  z.object({ kind: z.literal('program') }),
])
export type ImageUser = z.infer<typeof imageUserSchema>

export const imageSchema = z.object({
  name: imageNameSchema,
  bytes: z.number(),
  allocatedBytes: z.number(),
  modifiedAt: z.string(),
  /** When a guest that uses it was last started here, where libvirt's log still says so. */
  startedAt: z.string().optional(),
  backing: backingSchema,
  /** Contents that stand in another file: such an image cannot travel. */
  dataFile: z.string().optional(),
  /** Set while a guest that is not shut down, or a program, works on it: "debian, which is running". */
  usedBy: imageUserSchema.optional(),
  owner: z.string(),
  group: z.string(),
  mode: z.number(),
  /** Digest of its contents (commons/changed-ranges), known without reading it, because nothing about the file has changed since. */
  sha256: z.string().optional(),
  /** What happened here since both laptops were last seen to have the same. */
  sinceEqual: z.enum(['never-equal', 'unchanged', 'changed']),
  /** What is kept of it: where both laptops keep the same, only what changed since has to cross. */
  base: z.object({ sha256: z.string(), changedBytes: z.number() }).optional(),
})
export type Image = z.infer<typeof imageSchema>

const besideImages = {
  /** What else is in the folder, and is not carried: installation media, raw images, damaged files. */
  others: z.array(z.string()),
  /** Images that both laptops last had the same, and that were deleted here since. */
  gone: z.array(imageNameSchema),
  /** Where the images are, or would be. */
  ...freeRoomSchema.shape,
}

export const imageListSchema = z.discriminatedUnion('kind', [
  /** No folder for images, or none in it. */
  z.object({ kind: z.literal('none'), ...besideImages }),
  z.object({ kind: z.literal('tool-missing') }),
  z.object({ kind: z.literal('images'), images: z.array(imageSchema), ...besideImages }),
])
export type ImageList = z.infer<typeof imageListSchema>

export const listImages = defineVerb({
  name: 'images.list',
  title: 'list the images of virtual machines',
  mutates: false,
  input: z.object({}),
  output: imageListSchema,
})

/** A whole path that leads nowhere else. */
export const imagesFolderSchema = z
  .string()
  .max(1024)
  .regex(/^(?:\/[^/\0]+)+$/)
  .refine((folder) => !folder.split('/').some((name) => name === '.' || name === '..'))

export const tellImagesFolder = defineVerb({
  name: 'images.folder',
  title: 'tell where images of virtual machines are',
  mutates: false,
  input: z.object({}),
  output: z.object({ folder: z.string() }),
})

/**
 * From now on the images are there; those in the folder before stay where they are. Refused for a folder that is not there, that
 * others than root could write to, or that holds other things.
 */
export const chooseImagesFolder = defineVerb({
  name: 'images.choose-folder',
  title: 'choose the folder of images',
  mutates: true,
  input: z.object({
    folder: imagesFolderSchema,
    /** Only looks whether it would be refused: choosing another one forgets what is known of images. */
    isTrial: z.boolean().default(false),
  }),
  output: z.object({ folder: z.string() }),
})

/**
 * Reads images whole; what was read before and has not changed is known, unless it is to be read anew. Of `offered` ones what is held still for sending is
 * read, and the image itself where nothing is. Progress in bytes.
 */
export const hashImages = defineVerb({
  name: 'images.hash',
  title: 'read images of virtual machines',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ names: z.array(imageNameSchema), offered: z.boolean(), anew: z.boolean().default(false) }),
  output: z.object({
    hashes: z.array(z.object({ name: imageNameSchema, sha256: z.string() })),
    /** Of these the disk does not give everything. */
    unread: z.array(imageNameSchema),
  }),
})

/** Of the file with what changed in an image, beside what is held or made of it. */
export function changesName(name: string): string {
  return `${name}.changes`
}

/**
 * Sender: holds these still until they are offered anew, whatever is written to the images meanwhile. No names: none. Of those
 * that cross as changes a file with what changed since what is kept of them is made beside, where that is possible.
 */
export const offerImages = defineVerb({
  name: 'images.offer',
  title: 'hold images still for sending',
  mutates: true,
  input: z.object({ names: z.array(imageNameSchema), asChanges: z.array(imageNameSchema) }),
  output: z.object({
    /** Names of images, and the lengths of what is to be sent of them. */
    changes: z.array(z.object({ name: imageNameSchema, bytes: z.number() })),
  }),
})

/**
 * Receiver: a copy of each old image in the folder for what comes in, so that only what differs has to come. What an earlier
 * switch left of others is removed.
 */
export const prepareImages = defineVerb({
  name: 'images.prepare',
  title: 'get ready to receive images',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ names: z.array(imageNameSchema), asChanges: z.array(imageNameSchema) }),
  output: z.object({ copied: z.number() }),
})

const unfitSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('damaged'), name: imageNameSchema, said: z.string() }),
  z.object({ kind: z.literal('base-missing'), name: imageNameSchema, base: imageNameSchema }),
])
export type UnfitImage = z.infer<typeof unfitSchema>

/**
 * Receiver: checks what came in, and only when all of it is sound and what was sent puts it into its place, and deletes
 * what is to go. Progress in bytes.
 */
export const adoptImages = defineVerb({
  name: 'images.adopt',
  title: 'put images into their place',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    /** What builds on each other: done as a whole, or left as it is. */
    groups: z.array(
      z.object({
        /** By which it is known again after an interruption. */
        name: z.string(),
        /** What stood there when that was decided. Where something else does by now, the group is left. */
        there: z.array(imageSchema.pick({ name: true, bytes: true, modifiedAt: true })),
        images: z.array(
          imageSchema
            .pick({ name: true, owner: true, group: true, mode: true, backing: true })
            .extend({ sha256: digestSchema }),
        ),
        removed: z.array(imageNameSchema),
        guests: adoptedGuestsSchema.default({ taken: [], removed: [], there: [] }),
      }),
    ),
  }),
  output: z.discriminatedUnion('kind', [
    /** These did not arrive as they were sent. Nothing was changed. */
    z.object({
      kind: z.literal('different'),
      names: z.array(imageNameSchema),
      guests: z.array(uuidSchema),
    }),
    z.object({
      kind: z.literal('placed'),
      /** Accounts that are not known here; root owns the image instead. */
      unknownAccounts: z.array(z.string()),
      /** Not what was gone already. */
      removed: z.array(imageNameSchema),
      /** Stay as they are, because of what has changed since it was decided, or because libvirt refused a guest of theirs. */
      left: z.array(imageNameSchema),
      /** By UUID, guests that are in their place now. */
      guests: z.array(uuidSchema),
      /** Why groups are among those that stay: one of their images came as it was sent, and is of no use. */
      unfit: z.array(unfitSchema),
    }),
  ]),
})

/** Both: these images were just proven to be the same on both laptops, and `gone` neither has any more. */
export const rememberEqualImages = defineVerb({
  name: 'images.remember-equal',
  title: 'remember which images are the same',
  mutates: true,
  input: z.object({
    images: z.array(z.object({ name: imageNameSchema, sha256: digestSchema })),
    gone: z.array(imageNameSchema),
  }),
  output: z.object({
    /** Images that were written to since they were held still: what was proven is as of `at`. */
    later: z.array(z.object({ name: imageNameSchema, at: z.iso.datetime() })),
  }),
})
