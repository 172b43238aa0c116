/** Verbs about what the person's podman and the system's Docker have: all of it in one list, and volumes. Images: image-verbs.ts. */
import { z } from 'zod'
import { lastEqualsSchema } from '../../commons/last-equal/last-equal.ts'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { engineIdSchema } from '../../contract/container-rule.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { freeRoomSchema } from '../../contract/preview.ts'

/** As engines take them: nothing in one can be a path or an option. */
export const volumeNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/)

/**
 * Why a volume is not carried. driver: another program provides it. place: it stands for a device, a folder or memory. outside: it is
 * where Undo would not bring it back. remapped: its owners mean others on another laptop ("userns-remap" of Docker). unreadable: the
 * engine cannot read all of it.
 */
export const cannotSchema = z.enum(['driver', 'place', 'outside', 'remapped', 'unreadable'])
export type CannotCarry = z.infer<typeof cannotSchema>

/** Name or value: what an argument of a program can be. */
const labelSchema = z.string().regex(/^[^\0]*$/)

export const volumeSchema = z.object({
  name: volumeNameSchema,
  bytes: z.number(),
  files: z.number(),
  changedAt: z.string(),
  /** Another one after every change on this laptop. */
  stamp: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Names of containers that are not stopped and have it. */
  usedBy: z.array(z.string()),
  cannot: cannotSchema.optional(),
})
export type Volume = z.infer<typeof volumeSchema>

/** Of an image, of one of its layers, of a volume as it is packed: SHA-256. */
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** With tag: of podman with host, too. Nothing in one can be an option, and none is the name of a volume. */
export const imageNameSchema = z
  .string()
  .max(512)
  .regex(/^[a-z0-9][a-z0-9.:_-]*(\/[a-z0-9._-]+)*:[A-Za-z0-9_][A-Za-z0-9_.-]*$/)

export const imageSchema = z.object({
  /** None of one whose name another one has taken. Its layers are there all the same. */
  names: z.array(imageNameSchema),
  id: digestSchema,
  /** The lowest first. */
  layers: z.array(digestSchema),
  bytes: z.number(),
  createdAt: z.string(),
  /** It has a name in a registry, and can be pulled from there again. */
  isPulled: z.boolean(),
  cannot: cannotSchema.optional(),
})
export type ContainerImage = z.infer<typeof imageSchema>

export const problemSchema = z.object({ said: z.string() })

/**
 * What an engine says. none: it is not installed. no-session: the person is not logged in, which podman needs. stopped: Docker is not
 * running. silent: it does not answer in time. broken: it ended with an error. All but the first say nothing of what is there.
 */
export const contentsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('no-session') }),
  /** `wasUsed`: so it may have something. */
  z.object({ kind: z.literal('stopped'), wasUsed: z.boolean() }),
  z.object({ kind: z.literal('silent') }),
  z.object({ kind: z.literal('broken'), ...problemSchema.shape }),
  z.object({
    kind: z.literal('asked'),
    volumes: z.array(volumeSchema),
    images: z.array(imageSchema),
    /** How many were made for one container, under a name that nobody gave. They stay with it. */
    anonymous: z.number(),
    /** Of where volumes are. */
    room: freeRoomSchema,
    lastEqual: lastEqualsSchema,
  }),
])
export type Contents = z.infer<typeof contentsSchema>

export const listContainers = defineVerb({
  name: 'containers.list',
  title: 'list what containers hold',
  mutates: false,
  input: z.object({}),
  output: z.object({ podman: contentsSchema, docker: contentsSchema }),
})

/**
 * Reads volumes whole; what was read before and has not changed is known, unless it is to be read anew. Of `offered` ones it is what
 * was packed for sending. One that is gone is not in the answer. Progress in bytes.
 */
export const digestVolumes = defineVerb({
  name: 'containers.digest',
  title: 'read the volumes of containers',
  mutates: false,
  silentMs: silences.long,
  input: z.object({
    engine: engineIdSchema,
    names: z.array(volumeNameSchema),
    offered: z.boolean().default(false),
    anew: z.boolean().default(false),
  }),
  output: z.object({
    digests: z.array(
      z.object({
        name: volumeNameSchema,
        digest: digestSchema,
        /** It was changed since it was packed. */
        later: z.literal(true).optional(),
        /** Nothing has changed it since this switch put it there. */
        asPlaced: z.literal(true).optional(),
      }),
    ),
    /** Of these something could not be read. */
    unread: z.array(z.object({ name: volumeNameSchema, ...problemSchema.shape })),
  }),
})

/** Sender: packs these volumes into files of root's. A container that has started meanwhile keeps its volume. Progress in bytes. */
export const offerVolumes = defineVerb({
  name: 'containers.offer',
  title: 'pack volumes of containers for sending',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ engine: engineIdSchema, names: z.array(volumeNameSchema) }),
  output: z.object({
    packed: z.array(
      z.object({
        name: volumeNameSchema,
        bytes: z.number(),
        digest: digestSchema,
        labels: z.record(z.string(), z.string()),
      }),
    ),
    /** In use by now, gone, or not to be read. */
    left: z.array(volumeNameSchema),
  }),
})

/**
 * Receiver: a folder of root's for what comes in: volumes, or images by their IDs. What came of these before a cut is gone on from; all
 * else of an earlier switch goes.
 */
export const prepareReceiving = defineVerb({
  name: 'containers.prepare',
  title: 'get ready to receive what containers hold',
  mutates: true,
  input: z.object({ names: z.array(volumeNameSchema.or(digestSchema)) }),
  output: z.object({}),
})

/**
 * Receiver: unpacks each volume beside the old one, reads what stands there then, and only where it is what was sent gives it the
 * old one's name. The old one is kept until `forgetReplaced`. Progress in bytes.
 */
export const adoptVolumes = defineVerb({
  name: 'containers.adopt',
  title: 'put volumes of containers into their place',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    engine: engineIdSchema,
    volumes: z.array(
      z.object({
        name: volumeNameSchema,
        digest: digestSchema,
        labels: z.record(labelSchema, labelSchema),
        /** What stood there when it was decided. Where something else does by now, it is left. */
        stamp: z.string().optional(),
      }),
    ),
  }),
  output: z.object({
    placed: z.array(volumeNameSchema),
    /** These did not arrive as they were sent, and are as they were. */
    different: z.array(volumeNameSchema),
    /** A container has it by now, or it was changed since. */
    left: z.array(z.object({ name: volumeNameSchema, why: z.enum(['in-use', 'changed']) })),
    /** These could not be unpacked, and are as they were. */
    refused: z.array(z.object({ name: volumeNameSchema, ...problemSchema.shape })),
  }),
})

/**
 * Both, once a switch is proven: these volumes, and images by their names, are the same on both laptops; what was packed, received and
 * replaced goes.
 */
export const rememberContainers = defineVerb({
  name: 'containers.remember-equal',
  title: 'remember which volumes and images of containers are the same',
  mutates: true,
  input: z.object({
    engine: engineIdSchema,
    switchId: switchIdSchema,
    digests: z.record(z.union([volumeNameSchema, imageNameSchema]), digestSchema),
  }),
  output: z.object({}),
})
