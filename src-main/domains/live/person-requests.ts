/** What is asked of the child that is the person, about folders that are live, and what it answers. Places are below the home. */
import { z } from 'zod'
import { deviceIdSchema, folderIdSchema, lengths } from '../../contract/person-syncthing.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'

const home = z.string()
const places = z.array(relativeBytePathSchema)

/** A line of .stignore: text, not bytes. */
export const ignoreLineSchema = z
  .string()
  .max(8_000)
  .regex(/^[^\n]+$/)
const lines = z.array(ignoreLineSchema).max(100_000)

export const liveFolderRequestSchema = z.object({
  id: folderIdSchema,
  place: relativeBytePathSchema,
  /** What of it stays out, before what its person leaves out. */
  lines,
})

export type LiveFolderRequest = z.infer<typeof liveFolderRequestSchema>

const peerDeviceSchema = z.object({
  id: deviceIdSchema,
  name: z.string().max(lengths.word),
  /** "tcp://192.0.2.7:22000" */
  addresses: z.array(z.string().max(lengths.name)),
})

const lookSchema = z.object({ ask: z.literal('live-look'), home, places, kept: places, ours: places })
const setsSchema = z.object({ ask: z.literal('live-sets'), home, places })
/** Of a person who has no Syncthing yet. */
const generateSchema = z.object({
  ask: z.literal('live-generate'),
  home,
  account: z.string(),
  isOverInternet: z.boolean(),
})
const forgetSchema = z.object({
  ask: z.literal('live-forget'),
  home,
  /** "" where it is not known: whichever of the usual ones is there. */
  folder: z.union([z.literal(''), relativeBytePathSchema]),
})
const selfSchema = z.object({ ask: z.literal('live-self'), home })
const joinSchema = z.object({
  ask: z.literal('live-join'),
  home,
  peer: peerDeviceSchema,
  /** It is new to this Syncthing. */
  addsPeer: z.boolean(),
  /** For settings that were made for this alone. */
  isOverInternet: z.boolean().optional(),
  /** keepsAll: versions are there that somebody else kept, and none is deleted after a time. */
  folders: z.array(liveFolderRequestSchema.extend({ keepsAll: z.boolean() })),
})
const resumeSchema = z.object({ ask: z.literal('live-resume'), home, folders: z.array(folderIdSchema) })
const renewSchema = z.object({
  ask: z.literal('live-renew'),
  home,
  peer: peerDeviceSchema.omit({ name: true }).optional(),
  folders: z.array(liveFolderRequestSchema),
})
const leaveSchema = z.object({
  ask: z.literal('live-leave'),
  home,
  folders: z.array(liveFolderRequestSchema.omit({ lines: true })),
  /** Goes as well, where no folder of theirs is shared with it. */
  peer: deviceIdSchema.optional(),
})
const deleteVersionsSchema = z.object({ ask: z.literal('live-delete-versions'), home, places })

export const livePersonRequestSchema = z.discriminatedUnion('ask', [
  lookSchema,
  setsSchema,
  generateSchema,
  forgetSchema,
  selfSchema,
  joinSchema,
  resumeSchema,
  renewSchema,
  leaveSchema,
  deleteVersionsSchema,
])
export type LivePersonRequest = z.infer<typeof livePersonRequestSchema>
type Asked<A extends LivePersonRequest['ask']> = Extract<LivePersonRequest, { ask: A }>
export type JoinRequest = Asked<'live-join'>
export type RenewRequest = Asked<'live-renew'>
export type LeaveRequest = Asked<'live-leave'>

/** Why a place cannot be live. */
export const placeProblemSchema = z.enum(['hidden', 'not-folder', 'link', 'not-yours', 'mounted'])

/** Paths below the folder at `place`, of what must not be live; "" where that is the folder itself. */
const foundSetsSchema = z.object({
  place: relativeBytePathSchema,
  /** With all that is in it. */
  whole: z.array(z.union([z.literal(''), relativeBytePathSchema])),
  /** With what has the same name and any other extension. */
  stems: z.array(relativeBytePathSchema),
})
export type FoundSets = z.infer<typeof foundSetsSchema>

const refused = z.object({ kind: z.literal('refused'), details: z.string() })

export const liveAnswers = {
  look: z.object({
    usual: places,
    problems: z.array(z.object({ place: relativeBytePathSchema, why: placeProblemSchema })),
    /** Of `kept`, where versions are. */
    versions: places,
    /** Of `ours`, those of which all stays out now. */
    stopped: places,
  }),
  sets: z.array(foundSetsSchema),
  generate: z.discriminatedUnion('kind', [
    /** Where its settings are, below the home. */
    z.object({ kind: z.literal('generated'), folder: relativeBytePathSchema }),
    refused,
  ]),
  self: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('self'), deviceId: deviceIdSchema, port: z.int() }),
    z.object({ kind: z.literal('not-running') }),
  ]),
  act: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('done') }),
    z.object({ kind: z.literal('not-running') }),
    refused,
  ]),
}
export type LiveAct = z.infer<typeof liveAnswers.act>
