/** Verbs about the Flatpak apps of one machine. Those of the person are files of their home: they are listed, and never changed. */
import { z } from 'zod'
import { defineVerb, silences } from '../../../contract/define.ts'
import { relativeBytePathSchema } from '../../../contract/path-schemas.ts'
import { failureSchema } from '../program-failure.ts'
import {
  flatpakCaptureSchema,
  flatpakSchema,
  overrideSchema,
  patternSchema,
  receivedSchema,
  refSchema,
  remoteNameSchema,
  remoteSchema,
} from './model.ts'

/** What is added by root, which is less than what may be found on a laptop. */
const newRemoteSchema = remoteSchema.extend({
  title: remoteSchema.shape.title.regex(/^[^\p{Cc}]*$/u),
  url: remoteSchema.shape.url.regex(/^(?:(?:mirrorlist=)?[A-Za-z][A-Za-z0-9+.-]*:\/\/[^\s\p{Cc}]*)?$/u),
  collection: remoteSchema.shape.collection.regex(/^(?:[A-Za-z_-][A-Za-z0-9_-]*(?:\.[A-Za-z_-][A-Za-z0-9_-]*)+)?$/),
})
const markedSchema = patternSchema.refine((pattern) => !pattern.split('/').includes('..'), 'leads elsewhere')

export const captureFlatpaks = defineVerb({
  name: 'flatpak.capture',
  title: 'list the Flatpak apps',
  mutates: false,
  input: z.object({}),
  output: flatpakCaptureSchema,
})

/** When the installed versions were made; without those that are not installed. */
export const dateFlatpaks = defineVerb({
  name: 'flatpak.dates',
  title: 'look how old Flatpak apps are',
  mutates: false,
  /** person: of those in their home. */
  input: z.object({ refs: z.array(refSchema), scope: z.literal('person').optional() }),
  output: z.object({ dates: z.array(z.object({ ref: refSchema, at: z.iso.datetime() })) }),
})

/**
 * Packs them, with the runtimes that they need, for `transfers.push` from the area "flatpak": by flatpak(1) where their remote has
 * a collection, else by ostree(1). Those that cannot be packed are left out. What was packed before goes; with none, that is all.
 */
export const packFlatpakRefs = defineVerb({
  name: 'flatpak.pack',
  title: 'pack Flatpak apps for the other laptop',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ refs: z.array(refSchema) }),
  output: z.object({ paths: z.array(relativeBytePathSchema) }),
})

/** Makes room for what is packed: an empty folder, whatever an earlier switch left in it. */
export const receiveFlatpaks = defineVerb({
  name: 'flatpak.receive',
  title: 'get ready to receive Flatpak apps',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})

/**
 * Repeatable: what is done already is left out. What is received is used where it is proven by a key of the remote, and goes
 * afterwards; what is not comes from the remote. What fails keeps nothing else from being done.
 */
export const applyFlatpaks = defineVerb({
  name: 'flatpak.apply',
  title: 'install and remove Flatpak apps',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    remotes: z.array(newRemoteSchema),
    install: z.array(z.object({ ref: refSchema, remote: remoteNameSchema })),
    /** What may have been received; of a collection that a remote here has, more than that. */
    received: z.array(receivedSchema),
    /** Where another version is there than the one of this commit. */
    update: z.array(flatpakSchema.pick({ ref: true, commit: true })),
    remove: z.array(refSchema),
    masks: z.array(markedSchema),
    pins: z.array(markedSchema),
    overrides: z.array(overrideSchema),
  }),
  output: z.object({ done: z.number(), failures: z.array(failureSchema) }),
})
