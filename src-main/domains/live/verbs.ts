/** Verbs about folders that a Syncthing of the person carries live, on one laptop. Places are below the home of the person. */
import { z } from 'zod'
import { groupIdSchema } from '../../commons/snapshot-sets/schemas.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { deviceIdSchema, folderIdSchema, personSyncthingSchema } from '../../contract/person-syncthing.ts'
import { liveAnswers, liveFolderRequestSchema } from './person-requests.ts'

const places = z.array(relativeBytePathSchema)
const oursSchema = z.object({ id: folderIdSchema, place: relativeBytePathSchema })

export const lookAtLive = defineVerb({
  name: 'live.look',
  title: 'look which folders are live',
  mutates: false,
  silentMs: silences.long,
  /** Places that are to be live: what keeps them from it. */
  input: z.object({ places }),
  output: liveAnswers.look.extend({
    syncthing: personSyncthingSchema,
    home: z.string(),
    /** What was set up by us. */
    ours: z.array(oursSchema),
    isOverInternet: z.boolean(),
  }),
})

/** From the record alone: nobody is asked. */
export const readLive = defineVerb({
  name: 'live.read',
  title: 'look which folders were made live',
  mutates: false,
  input: z.object({}),
  output: z.object({ ours: z.array(oursSchema) }),
})

/** Of what makes one thing in these. */
export const findLiveSets = defineVerb({
  name: 'live.sets',
  title: 'find what belongs together in folders',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ places }),
  output: z.object({ sets: liveAnswers.sets }),
})

const operation = { operationId: groupIdSchema }

/**
 * Takes a snapshot of the homes, and has a Syncthing of the person run now and whenever they sign in. AppError "locked" unless this laptop
 * is reserved for `operationId`, as all below; "syncthing-unavailable" where it does not answer.
 */
export const startForLive = defineVerb({
  name: 'live.start',
  title: 'start your Syncthing',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ ...operation, isOverInternet: z.boolean() }),
  output: z.object({ deviceId: deviceIdSchema, port: z.int() }),
})

const peerSchema = z.object({ deviceId: deviceIdSchema, name: z.string(), port: z.int() })

/** Sets these folders up, paused; with none, where both look for each other. */
export const joinLive = defineVerb({
  name: 'live.join',
  title: 'set up folders in your Syncthing',
  mutates: true,
  silentMs: silences.long,
  input: z.object({
    ...operation,
    isOverInternet: z.boolean(),
    peer: peerSchema,
    folders: z.array(liveFolderRequestSchema),
  }),
  output: z.object({}),
})

export const resumeLive = defineVerb({
  name: 'live.resume',
  title: 'start folders in your Syncthing',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ ...operation, folders: z.array(folderIdSchema) }),
  output: z.object({}),
})

/** Of all that are ours: what stays out of them, and where the other laptop is now. */
export const renewLive = defineVerb({
  name: 'live.renew',
  title: 'set what stays out of live folders',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ ...operation, folders: z.array(liveFolderRequestSchema) }),
  output: z.object({}),
})

/** Takes away what was added for these, or for all. With the last one what is there for them alone goes, too, unless it `staysSetUp`. */
export const leaveLive = defineVerb({
  name: 'live.leave',
  title: 'take folders out of your Syncthing',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    ...operation,
    places: places.optional(),
    deleteVersions: z.boolean(),
    staysSetUp: z.boolean(),
  }),
  output: z.object({}),
})
