/** What one laptop is asked about whom the files of /home belong to, and whom they are shared with. */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { scanIdSchema } from './scan-verbs.ts'

/** Of one account, by its name, or by its number where it has none. */
const aclAccountSchema = z.object({
  kind: z.enum(['user', 'group']),
  name: z.string(),
  number: z.number(),
  /** How many files and folders give it something, and the first of them. */
  count: z.number(),
  examples: z.array(z.string()),
})
export type AclAccount = z.infer<typeof aclAccountSchema>

/** Whom the access lists (acl(5)) of files and folders give something: of all of that scan, of what changed, or of these. */
export const findAclAccounts = defineVerb({
  name: 'home.aclAccounts',
  title: 'look for access lists in /home',
  mutates: false,
  silentMs: silences.long,
  input: z.object({
    scanId: scanIdSchema,
    of: z.union([z.enum(['inventory', 'changes']), z.array(relativeBytePathSchema).max(5_000)]),
  }),
  output: z.object({ accounts: z.array(aclAccountSchema) }),
})

/** How many places are told; with more of them nothing is. */
export const ownedAtMost = 20

/** What belongs to one of these users or groups: the topmost places, in tree order, and who is named in each. */
export const findOwned = defineVerb({
  name: 'home.owned',
  title: 'look for files of other accounts in /home',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ scanId: scanIdSchema, users: z.array(z.string()), groups: z.array(z.string()) }),
  /** Absent where there are too many. */
  output: z.object({
    places: z
      .array(z.object({ path: relativeBytePathSchema, users: z.array(z.string()), groups: z.array(z.string()) }))
      .optional(),
  }),
})

/** In the order of the file: that of the ranges of one account counts. */
const subIdRangesSchema = z.array(z.object({ account: z.string(), start: z.number(), count: z.number() }))

/** For the target: whether it knows the owners that occur on the source. */
export const nameOwners = defineVerb({
  name: 'home.nameOwners',
  title: 'look up user and group numbers',
  mutates: false,
  input: z.object({ users: z.array(z.string()), groups: z.array(z.string()) }),
  /** Names without an account are left out of `users` and `groups`. */
  output: z.object({
    users: z.record(z.string(), z.number()),
    groups: z.record(z.string(), z.number()),
    /** Of names that are only numbers: those that an account here has, and its name. */
    strangers: z.array(z.object({ kind: z.enum(['user', 'group']), number: z.string(), name: z.string() })),
    /** Numbers that accounts here give to what runs in their containers. */
    subIds: z.object({ users: subIdRangesSchema, groups: subIdRangesSchema }),
  }),
})
