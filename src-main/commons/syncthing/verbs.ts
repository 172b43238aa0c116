/**
 * Verbs about our own Syncthing on one machine: an instance that runs only while a switch does, reaches its peer through SSH
 * alone, and sees nothing but a mirror: a folder of root's in which each file is named by the checksum of its contents. What
 * the files are called and whose they are is said elsewhere, by whoever put them there.
 */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'

export const syncFolderSchema = z.enum(['etc'])
export type SyncFolder = z.infer<typeof syncFolderSchema>

const deviceIdSchema = z.string().regex(/^[A-Z2-7]{7}(-[A-Z2-7]{7}){7}$/)
/** Of a file in a mirror: the SHA-256 of its contents. */
export const contentNameSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** Which Syncthing is installed, and how ours stands; starts nothing. "tool-missing" where there is none. */
export const identifySync = defineVerb({
  name: 'sync.identify',
  title: 'look for Syncthing',
  mutates: false,
  input: z.object({}),
  output: z.object({ version: z.string(), state: z.enum(['never-started', 'stopped', 'running']) }),
})

/**
 * Starts our Syncthing; the first time, makes its identity. One that runs and does not answer is ended and started anew. An
 * index with which it does not start is set aside; with `withoutIndex` it begins without one anyway.
 */
export const startSync = defineVerb({
  name: 'sync.start',
  title: 'start Syncthing',
  mutates: true,
  input: z.object({ withoutIndex: z.boolean().default(false) }),
  output: z.object({ deviceId: z.string(), version: z.string() }),
})

/** Makes the peer known; `from` also keeps an SSH tunnel to it open for as long as this agent lives. May be asked again. */
export const joinSync = defineVerb({
  name: 'sync.join',
  title: 'join the two Syncthings',
  mutates: true,
  input: z.object({ role: z.enum(['from', 'to']), peerDeviceId: deviceIdSchema, peerName: z.string().max(200) }),
  output: z.object({}),
})

/** Has Syncthing look at these files of its mirror, which came or went; answers when that is done. All of them if none is named. */
export const scanSync = defineVerb({
  name: 'sync.scan',
  title: 'read the mirror anew',
  mutates: true,
  input: z.object({ folder: syncFolderSchema, names: z.array(contentNameSchema) }),
  output: z.object({}),
})

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
    /** idle, scanning, sync-waiting, syncing, error, … */
    state: z.string(),
    /** What stops the whole folder. */
    error: z.string(),
    needItems: z.number(),
    needBytes: z.number(),
    /** How often this machine's index has changed, and how much of the peer's has arrived here. */
    sequence: z.number(),
    peerSequence: z.number(),
    problems: z.array(z.object({ path: z.string(), words: z.string() })),
  }),
})

/** Ends the tunnel and stops Syncthing. Harmless when nothing runs. */
export const leaveSync = defineVerb({
  name: 'sync.leave',
  title: 'part the two Syncthings',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})
