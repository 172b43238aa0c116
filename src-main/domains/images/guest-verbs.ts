/**
 * Verbs about guests of the system's libvirt: what belongs to one beside its disks. Definitions may hold passwords, so none is in a
 * message: a transfer between folders of root's carries them, and digests are all that is said.
 */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { imageNameSchema } from './image-name.ts'

export const uuidSchema = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/)
/** libvirt takes no slash in it, and a folder of definitions none that is hidden. */
export const guestNameSchema = z.string().regex(/^(?!\.{1,2}$)[^/\0\n]{1,200}$/)

export const guestSchema = z.object({
  uuid: uuidSchema,
  name: guestNameSchema,
  /** running: or paused. saved: off, with its memory kept. */
  state: z.enum(['off', 'running', 'saved']),
  /** Disks that stand directly in the folder of images. */
  images: z.array(imageNameSchema),
  /** Disks that do not: paths, volumes, block devices. */
  elsewhere: z.array(z.string()),
  hasVariables: z.boolean(),
  hasTpm: z.boolean(),
  snapshots: z.array(z.string()),
  /** Of its definition, UEFI variables, TPM and snapshots. The same on both laptops where these mean the same. */
  digest: digestSchema,
  /** What happened here since both laptops were last seen to have the same. */
  sinceEqual: z.enum(['never-equal', 'unchanged', 'changed']),
  /** Why it cannot be carried: its UEFI variables stand in a folder of their own. */
  variablesAt: z.string().optional(),
  /** What has to be on a laptop on which it starts. */
  needs: z.object({
    machine: z.string().optional(),
    files: z.array(z.string()),
    networks: z.array(z.string()),
    pools: z.array(z.string()),
  }),
})
export type Guest = z.infer<typeof guestSchema>

/** refused: libvirt would not have it, in its own words. altered: it took it with these places of it left out or changed. */
export const refusalSchema = z.object({
  name: guestNameSchema,
  kind: z.enum(['refused', 'altered']),
  details: z.string(),
})
export type GuestRefusal = z.infer<typeof refusalSchema>

export const guestListSchema = z.discriminatedUnion('kind', [
  /** libvirt is not installed. */
  z.object({ kind: z.literal('no-libvirt') }),
  /** libvirt is there, and is dead or hangs: which guests there are is not known. */
  z.object({ kind: z.literal('silent') }),
  z.object({
    kind: z.literal('guests'),
    guests: z.array(guestSchema),
    /** Names of guests that both laptops had, and that are not defined here any more. */
    gone: z.array(guestNameSchema),
    /** What this laptop did not take of what the last switch sent, and has as it was before. */
    refused: z.array(refusalSchema),
  }),
])
export type GuestList = z.infer<typeof guestListSchema>

export const listGuests = defineVerb({
  name: 'images.list-guests',
  title: 'list the virtual machines',
  mutates: false,
  input: z.object({}),
  output: guestListSchema,
})

export const lackSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('machine'), name: z.string() }),
  z.object({ kind: z.literal('file'), name: z.string() }),
  z.object({ kind: z.literal('network'), name: z.string() }),
  z.object({ kind: z.literal('pool'), name: z.string() }),
])
export type GuestLack = z.infer<typeof lackSchema>

export const findGuestLacks = defineVerb({
  name: 'images.guest-lacks',
  title: 'look what virtual machines would lack',
  mutates: false,
  input: z.object({ guests: z.array(guestSchema.pick({ uuid: true, needs: true })) }),
  output: z.object({ lacks: z.array(z.object({ uuid: uuidSchema, lacks: z.array(lackSchema) })) }),
})

/** How long a guest may take to shut down before it is left out of a switch. */
export const shutDownWithinMs = 3 * 60_000

/**
 * Sender: asks `running` to shut down, as their power button does, and waits until they are off or the time is over; discards the
 * memory of `saved`. By name. One that is in another state by then stays as it is. Progress in guests.
 */
export const stopGuests = defineVerb({
  name: 'images.stop-guests',
  title: 'shut virtual machines down',
  mutates: true,
  silentMs: silences.long,
  input: z.object({
    running: z.array(guestNameSchema),
    saved: z.array(guestNameSchema),
    waitMs: z.int().min(0).max(shutDownWithinMs),
  }),
  output: z.object({}),
})

/** Sender: copies what belongs to these for sending. No UUIDs: what was copied before is removed. */
export const offerGuests = defineVerb({
  name: 'images.offer-guests',
  title: 'hold the settings of virtual machines still for sending',
  mutates: true,
  input: z.object({ uuids: z.array(uuidSchema) }),
  output: z.object({
    guests: z.array(
      z.object({
        uuid: uuidSchema,
        /** Of what is sent. */
        sent: digestSchema,
        /** By which both laptops know it from then on. */
        digest: digestSchema,
        paths: z.array(relativeBytePathSchema),
      }),
    ),
  }),
})

/** Receiver: an empty folder for what comes in. Without guests there is none. */
export const prepareGuests = defineVerb({
  name: 'images.prepare-guests',
  title: 'get ready to receive virtual machines',
  mutates: true,
  input: z.object({ isNeeded: z.boolean() }),
  output: z.object({}),
})

const knownGuestSchema = guestSchema.pick({ uuid: true, name: true, digest: true })

/** What `images.adopt` does with guests of a group, together with their images. */
export const adoptedGuestsSchema = z.object({
  taken: z.array(guestSchema.pick({ uuid: true, name: true, digest: true }).extend({ sent: digestSchema })),
  /** By UUID, those that go: deleted on the other laptop, or another one of the same name. */
  removed: z.array(uuidSchema),
  /** What was there when that was decided. */
  there: z.array(knownGuestSchema),
})

/** Both: these were just proven to be the same on both laptops, and `gone` neither has any more. */
export const rememberEqualGuests = defineVerb({
  name: 'images.remember-equal-guests',
  title: 'remember which virtual machines are the same',
  mutates: true,
  input: z.object({
    guests: z.array(guestSchema.pick({ name: true, digest: true })),
    gone: z.array(guestNameSchema),
  }),
  output: z.object({}),
})
