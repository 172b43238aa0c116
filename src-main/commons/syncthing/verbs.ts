/**
 * Verbs about our own Syncthing on one machine: an instance with the folder "etc" (/etc), which runs
 * only while a switch does and which reaches its peer through SSH alone. Names are byte paths relative to
 * the folder; only UTF-8 ones ever occur, since Syncthing carries no others.
 */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'

export const syncFolderSchema = z.enum(['etc'])
export type SyncFolder = z.infer<typeof syncFolderSchema>

const deviceIdSchema = z.string().regex(/^[A-Z2-7]{7}(-[A-Z2-7]{7}){7}$/)
const relativeNameSchema = z
  .string()
  .min(1)
  .refine(
    (name) => name.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !name.includes('\0'),
  )

/** Which Syncthing is installed, and who it is while it runs; starts nothing. "tool-missing" where there is none. */
export const identifySync = defineVerb({
  name: 'sync.identify',
  title: 'look for Syncthing',
  mutates: false,
  input: z.object({}),
  output: z.object({ deviceId: z.string().optional(), version: z.string(), running: z.boolean() }),
})

/** Starts our Syncthing; the first time, makes its identity. Its folders stay paused. */
export const startSync = defineVerb({
  name: 'sync.start',
  title: 'start Syncthing',
  mutates: true,
  input: z.object({}),
  output: z.object({ deviceId: z.string(), version: z.string() }),
})

/**
 * Makes the peer known and pauses all folders; `from` also keeps an SSH tunnel to the peer open for as long as this agent
 * lives. The two do not speak before `sync.hold` lets go on both. May be asked again.
 */
export const joinSync = defineVerb({
  name: 'sync.join',
  title: 'join the two Syncthings',
  mutates: true,
  input: z.object({ role: z.enum(['from', 'to']), peerDeviceId: deviceIdSchema, peerName: z.string().max(200) }),
  output: z.object({}),
})

/** While held, this machine does not speak to its peer, so that nothing can be pulled. Three times in two minutes at most: then Syncthing waits 5 s. */
export const holdSync = defineVerb({
  name: 'sync.hold',
  title: 'hold Syncthing back',
  mutates: true,
  input: z.object({ held: z.boolean() }),
  output: z.object({}),
})

/** Pauses a folder and sets its direction and rules, which are read back and compared. */
export const setSyncFolder = defineVerb({
  name: 'sync.folder',
  title: 'set up the folder in Syncthing',
  mutates: true,
  input: z.object({
    folder: syncFolderSchema,
    type: z.enum(['sendonly', 'receiveonly']),
    /** `.stignore` lines. Never empty: an empty list would delete the file and track everything. */
    ignores: z.array(z.string().regex(/^[^\n\r]+$/)).min(1),
  }),
  output: z.object({}),
})

/** Unpauses the folder if need be and reads it anew; answers when that is done. `subs` only where it already runs. */
export const scanSync = defineVerb({
  name: 'sync.scan',
  title: 'read the folder anew',
  mutates: true,
  input: z.object({ folder: syncFolderSchema, subs: z.array(relativeNameSchema).optional() }),
  output: z.object({}),
})

const countsSchema = z.object({ files: z.number(), folders: z.number(), links: z.number(), bytes: z.number() })

export const readSync = defineVerb({
  name: 'sync.status',
  title: 'ask Syncthing how far it is',
  mutates: false,
  input: z.object({ folder: syncFolderSchema }),
  output: z.object({
    /** Whether the peer is connected now. */
    connected: z.boolean(),
    receivedBytes: z.number(),
    /** Why the SSH tunnel is down, when this machine should have one and has not. */
    tunnelProblem: z.string().optional(),
    /** idle, scanning, sync-waiting, syncing, error, …; "paused" when it does not run. */
    state: z.string(),
    /** What stops the whole folder. */
    error: z.string(),
    global: countsSchema,
    local: countsSchema,
    needItems: z.number(),
    needDeletes: z.number(),
    needBytes: z.number(),
    pullErrors: z.number(),
    receiveOnlyItems: z.number(),
    /** How often this machine's index has changed, and how much of the peer's has arrived here. */
    sequence: z.number(),
    peerSequence: z.number(),
    problems: z.array(z.object({ path: z.string(), words: z.string() })),
  }),
})

/** What a receiver has that the sender did not give it: changed here, or known to be lacking there. */
export const readSyncOwnChanges = defineVerb({
  name: 'sync.localChanged',
  title: 'ask Syncthing what was changed here',
  mutates: false,
  input: z.object({ folder: syncFolderSchema }),
  output: z.object({
    names: z.array(z.string()),
    /** True when the peer's index is not known here: then everything counts as changed here, equal or not. */
    indexIsNew: z.boolean(),
  }),
})

/** On the receiver: gives up what was changed here. Added files are deleted, changed and deleted ones fetched again. */
export const revertSync = defineVerb({
  name: 'sync.revert',
  title: "take the other laptop's versions",
  mutates: true,
  input: z.object({ folder: syncFolderSchema }),
  output: z.object({}),
})

/** On the sender: its versions win over the receiver's, its absences too. */
export const overrideSync = defineVerb({
  name: 'sync.override',
  title: "let this laptop's versions win",
  mutates: true,
  input: z.object({ folder: syncFolderSchema }),
  output: z.object({}),
})

/** Writes what was received to the disk: Syncthing itself does not (disableFsync). */
export const flushSync = defineVerb({
  name: 'sync.flush',
  title: 'write everything to the disk',
  mutates: true,
  input: z.object({ folder: syncFolderSchema }),
  output: z.object({}),
})

/** Pauses the folders, ends the tunnel and stops Syncthing. Harmless when nothing runs. */
export const leaveSync = defineVerb({
  name: 'sync.leave',
  title: 'part the two Syncthings',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})
