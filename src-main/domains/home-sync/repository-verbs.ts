/** What one laptop is asked about repositories in /home. All paths are below /home, one character a byte. */
import { z } from 'zod'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { messageSchema } from '../../contract/message.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { scanIdSchema } from './scan-verbs.ts'

const hashSchema = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)
/** A name in bytes, and the commit, tag or other object that it stands for. */
const refSchema = z.object({ name: z.string(), hash: hashSchema })
/** Part of the names that kept commits have: refs/laptops/NAME/… */
const laptopNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/)
const unreadableSchema = z.object({ kind: z.literal('unreadable'), why: messageSchema })
const absentSchema = z.object({ kind: z.literal('absent') })

/** Read from the frozen tree, and by git as the owner of each; nothing that a repository configures is run. */
export const inspectRepositories = defineVerb({
  name: 'home.inspectRepositories',
  title: 'read the repositories in /home',
  mutates: false,
  silentMs: silences.long,
  /** `newest`: how many commits of each are told; 0 for the names alone. */
  input: z.object({
    scanId: scanIdSchema,
    gitFolders: z.array(relativeBytePathSchema),
    newest: z.int().min(0).max(10_000),
  }),
  /** In the order asked. */
  output: z.object({
    repositories: z.array(
      z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('read'),
          refs: z.array(refSchema),
          /** "main", in bytes, also before it has a commit; absent where it stands on a commit alone. */
          branch: z.string().optional(),
          /** The commit it stands on; absent before the first one. */
          head: z.object({ title: z.string(), at: z.iso.datetime() }).optional(),
          /** Of all names, the newest first. */
          commits: z.array(hashSchema),
          /** Whether there are no more. */
          isAll: z.boolean(),
        }),
        absentSchema,
        unreadableSchema,
      ]),
    ),
  }),
})

/** For the target: what its repository, as it is now, lacks of these. */
export const compareCommits = defineVerb({
  name: 'home.compareCommits',
  title: 'look for missing commits',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ gitFolder: relativeBytePathSchema, hashes: z.array(hashSchema) }),
  output: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('compared'),
      /** Those that no name of it leads to. */
      missing: z.array(hashSchema),
      /** Names below refs/laptops of those that only such names lead to. */
      kept: z.array(z.string()),
      /** The newest commits that it has. */
      known: z.array(hashSchema),
    }),
    absentSchema,
    unreadableSchema,
  ]),
})

/** Packs `wanted`, with all that leads to it, from a frozen tree, but for what `known` leads to. */
export const packCommits = defineVerb({
  name: 'home.packCommits',
  title: 'pack commits',
  mutates: true,
  silentMs: silences.long,
  input: z.object({
    scanId: scanIdSchema,
    gitFolder: relativeBytePathSchema,
    wanted: z.array(hashSchema).min(1),
    known: z.array(hashSchema),
  }),
  output: z.discriminatedUnion('kind', [
    /** `name` is its path for a transfer of "home-commits". */
    z.object({ kind: z.literal('packed'), name: z.string() }),
    absentSchema,
    unreadableSchema,
  ]),
})

/** For the target: makes the place that packs of the source come to. */
export const receiveCommits = defineVerb({
  name: 'home.receiveCommits',
  title: 'get ready to receive commits',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})

/**
 * Adds them to the repository in /home, as its owner, under names below refs/laptops. `received`: the pack came from the
 * other laptop. Nothing that is there is changed or moved.
 */
export const addCommits = defineVerb({
  name: 'home.addCommits',
  title: 'add commits to a repository',
  mutates: true,
  silentMs: silences.long,
  input: z.object({
    gitFolder: relativeBytePathSchema,
    laptop: laptopNameSchema,
    refs: z.array(refSchema).min(1),
    origin: z.enum(['packed', 'received']),
  }),
  output: z.discriminatedUnion('kind', [
    /** `paths`: the outermost of what is new in /home. */
    z.object({ kind: z.literal('added'), refs: z.array(z.string()), paths: z.array(z.string()) }),
    absentSchema,
    unreadableSchema,
  ]),
})

/** What became of the commits of the version that gave way, of one repository. Names and paths are in bytes. */
export const keptCommitsSchema = z.object({
  gitFolder: relativeBytePathSchema,
  /** Host name of the laptop whose commits they are. */
  of: z.string(),
  refs: z.array(z.string()),
  /** The outermost of what was added to /home. */
  paths: z.array(relativeBytePathSchema),
  /** Why they could not be kept. */
  why: messageSchema.optional(),
})
export type NotedCommits = z.infer<typeof keptCommitsSchema>

export const noteCommits = defineVerb({
  name: 'home.noteCommits',
  title: 'remember which commits were kept',
  mutates: true,
  /** Replaces what was noted for the same repositories. */
  input: z.object({ switchId: switchIdSchema, commits: z.array(keptCommitsSchema) }),
  output: z.object({}),
})

export const readKeptCommits = defineVerb({
  name: 'home.keptCommits',
  title: 'read which commits were kept',
  mutates: false,
  input: z.object({ switchId: switchIdSchema }),
  output: z.object({ commits: z.array(keptCommitsSchema) }),
})
