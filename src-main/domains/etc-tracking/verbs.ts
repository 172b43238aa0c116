/** Verbs about /etc on one machine. Paths are byte paths with a leading slash that stands for /etc: "/sysctl.d/60-dev.conf". */
import { z } from 'zod'
import { lookSideSchema } from '../../contract/look.ts'
import { defineVerb } from '../../contract/define.ts'
import { rootedBytePathSchema } from '../../contract/path-schemas.ts'
import { messageSchema } from '../../contract/message.ts'
import { neverEntrySchema } from './never-list.ts'

const base = { path: rootedBytePathSchema, owner: z.string(), group: z.string() }

/** Whose decision it is that the file is as it is. */
export const originSchema = z.enum([
  /** As its package made it: nobody's. */
  'shipped',
  /** A package's configuration that somebody changed. */
  'changed',
  /** No package knows it. */
  'unowned',
  /** Written by the system, a backup, or a link that a package or service made. */
  'made',
])

export const etcEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('file'),
    mode: z.string(),
    bytes: z.number(),
    changedAt: z.string(),
    sha256: z.string(),
    origin: originSchema,
    /** Looks like a password, key or token, or is not readable for everybody. */
    secret: z.boolean(),
    /** What in it is about this laptop alone: "names p17", "contains a disk's ID". */
    bound: messageSchema.optional(),
  }),
  z.object({ ...base, kind: z.literal('link'), target: z.string(), origin: originSchema }),
  z.object({ ...base, kind: z.literal('folder'), mode: z.string() }),
  z.object({ ...base, kind: z.literal('other') }),
])
export type EtcEntry = z.infer<typeof etcEntrySchema>

/** What is never copied, in the order in which root demands it. */
export const listNeverCopied = defineVerb({
  name: 'etc.never',
  title: 'list what is never copied of /etc',
  mutates: false,
  input: z.object({}),
  output: z.object({ entries: z.array(neverEntrySchema) }),
})

/** All of /etc but what is never copied, in one question. `lastEqual`: fingerprints of when both laptops were last equal. */
export const inspectEtc = defineVerb({
  name: 'etc.inspect',
  title: 'read /etc',
  mutates: false,
  input: z.object({}),
  output: z.object({
    entries: z.array(etcEntrySchema),
    lastEqual: z.record(z.string(), z.string()),
    accounts: z.object({ users: z.array(z.string()), groups: z.array(z.string()) }),
  }),
})

/** A short mark for each line of text files, so that differing lines can be counted without their contents crossing. */
export const markEtcLines = defineVerb({
  name: 'etc.lines',
  title: 'compare lines of files in /etc',
  mutates: false,
  input: z.object({ paths: z.array(rootedBytePathSchema).max(2_000) }),
  /** null where it is not text or over 1 MB. */
  output: z.object({ marks: z.array(z.array(z.string()).nullable()) }),
})

/** One file to look at. Refuses what is never copied: accounts, keys, this laptop's own. */
export const lookAtEtcFile = defineVerb({
  name: 'etc.look',
  title: 'look at a file in /etc',
  mutates: false,
  input: z.object({ path: rootedBytePathSchema }),
  output: lookSideSchema,
})

/** Makes missing folders as they are on the other laptop, so that nothing in them is readable for more people there. */
export const prepareEtcFolders = defineVerb({
  name: 'etc.prepareFolders',
  title: 'make folders in /etc',
  mutates: true,
  input: z.object({
    folders: z.array(
      z.object({
        path: rootedBytePathSchema,
        mode: z.string().regex(/^[0-7]{1,4}$/),
        owner: z.string(),
        group: z.string(),
      }),
    ),
  }),
  output: z.object({}),
})

/** What both laptops have in common now; the next plan tells by it who changed what since. */
export const rememberEtc = defineVerb({
  name: 'etc.remember',
  title: 'remember what is equal in /etc',
  mutates: true,
  input: z.object({ fingerprints: z.record(rootedBytePathSchema, z.string().max(300)) }),
  output: z.object({}),
})

/** Has systemd read its units anew, after some of them were copied. Starts and stops nothing. */
export const reloadEtcUnits = defineVerb({
  name: 'etc.reloadUnits',
  title: 'read the units anew',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})

/** Commits /etc with etckeeper, where it is used. */
export const commitEtc = defineVerb({
  name: 'etc.commit',
  title: 'record the changes of /etc',
  mutates: true,
  input: z.object({ message: z.string().regex(/^[^\n\r]{1,200}$/) }),
  output: z.object({ outcome: z.enum(['committed', 'nothing-new', 'not-used']) }),
})
