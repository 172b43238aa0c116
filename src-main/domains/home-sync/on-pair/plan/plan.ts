/** What a plan about /home remembers: decisions and numbers, never the list of a home. */
import { z } from 'zod'
import { AppError } from '../../../../kernel/app-error.ts'
import { errorCodes } from '../../../../kernel/error-codes.ts'
import { keepAlwaysId } from '../../../../commons/kept/on-pair/keep-always.ts'
import { roomSchema, type Answers } from '../../../../contract/preview.ts'
import { messageSchema } from '../../../../contract/message.ts'
import { decidedSetKindSchema } from '../../../../commons/file-sets/what-makes-one.ts'
import { openPlaceSchema } from '../../open-files-verbs.ts'
import { wholeReasonSchema } from '../../scan-verbs.ts'
import { folderDecisionSchema } from './folder-decisions.ts'
import { ownedPlaceSchema } from './owned-places.ts'
import { literalExclusionSchema, personRuleSchema } from '../../rule-verbs.ts'
import { syncthingPlanSchema } from '../syncthing/syncthing-plan.ts'
import { notDecided } from '../texts.ts'
import type { Tally } from './tally.ts'

const tallySchema = z.object({ added: z.number(), changed: z.number(), deleted: z.number(), bytes: z.number() })

/** What taking it does on the target. */
const effectsSchema = z.object({ add: z.number(), update: z.number(), remove: z.number(), bytesGone: z.number() })

/** What one laptop has of what is asked about; `newest` in seconds since 1970, `newer` of those that both have. */
const versionSchema = z.object({ files: z.number(), bytes: z.number(), newest: z.number(), newer: z.number() })

/** Where one version of a repository stands. */
const repositorySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('read'),
    /** Absent where it stands on a commit alone. */
    branch: z.string().optional(),
    /** Absent before the first commit. */
    head: z.object({ title: z.string(), at: z.string() }).optional(),
    /** Commits that the other version lacks; at least so many when `isMore`. */
    ahead: z.number(),
    isMore: z.boolean(),
  }),
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('unreadable'), why: messageSchema }),
])
export type RepositoryVersion = z.infer<typeof repositorySchema>

/**
 * only-there: the target changed it, the other did not. both: both did. first: both have it, they differ, and nothing is known of earlier.
 * vanished: the source deleted so much that it may not have been meant.
 */
export const decisionSchema = z.object({
  id: z.string(),
  subject: z.string(),
  /** Where it is, as it is shown: "Documents/plan.md". */
  place: z.string(),
  kind: z.enum(['only-there', 'both', 'first', 'vanished']),
  /** Where it is of files that make one thing. */
  set: decidedSetKindSchema.optional(),
  /** Of `first`: both had been equal once, as before a rollback, so that either may be the newer work. Neither is usual then. */
  isUnclear: z.literal(true).optional(),
  /** What is kept when the answer is "keep", each with all that is in it. */
  paths: z.array(z.string()),
  from: tallySchema,
  to: tallySchema,
  versions: z.object({ from: versionSchema, to: versionSchema }),
  effects: effectsSchema,
  /** How many units are decided at once. */
  units: z.number(),
  /** Another one when either version is another one. */
  about: z.string(),
  /** The same of what the target has alone: what the source saved since is what is wanted anyway. */
  aboutThere: z.string(),
  /** What the target has is newer than what was decided about: it stays, whatever the answer is. */
  isNewerThere: z.literal(true).optional(),
  /** Of each of `paths` the version that was changed later. Absent unless it can be said of all, and there are several. */
  newer: z.array(z.enum(['from', 'to'])).optional(),
  /** Of each of `paths`, whether it is one regular file on both laptops: only then both versions can stay. Absent where none is. */
  plain: z.array(z.boolean()).optional(),
  /** Of `both`: how many files look the same, and were too much to be read for the plan. */
  unread: z.number().optional(),
  /** Where git keeps commits in them: those of the version that gives way are kept. */
  gitFolders: z.array(z.string()),
  /** The line of home.stignore that leaves all of it out; absent where it takes more than one, or there can be none. */
  exclusion: z.string().optional(),
  /** Of one repository alone. */
  repository: z.object({ from: repositorySchema, to: repositorySchema }).optional(),
})
export type HomeDecision = z.infer<typeof decisionSchema>

/** `place` as it is shown: "Documents/plan.md", or the folder of a profile or database. */
const inUseSchema = openPlaceSchema.omit({ path: true, paths: true }).extend({ place: z.string() })
export type FilesInUse = z.infer<typeof inUseSchema>

/** How many, and the first of them as they are shown. */
const namedSchema = z.object({ count: z.number(), examples: z.array(z.string()) })
export type CountedNames = z.infer<typeof namedSchema>

const stayingSchema = z.object({
  /** Of programs that run. */
  sockets: namedSchema,
  devices: namedSchema,
  /** Where something else is mounted. */
  mounts: namedSchema,
  /** Of containers. */
  stores: namedSchema,
  /** Too deep to be copied. */
  deep: namedSchema,
  /** Snapshots, and other subvolumes that stay. */
  subvolumes: namedSchema.default({ count: 0, examples: [] }),
  /** Of the target: read-only subvolumes in which something would change. */
  closed: namedSchema.default({ count: 0, examples: [] }),
  /** Of the target: protected against changes, and to be replaced or removed, or holding what is. */
  immutable: namedSchema,
  /** The disk does not give their contents. */
  unreadable: namedSchema,
  /** Written in place instead of copied on write on this laptop, and there on the other one otherwise. */
  nocow: namedSchema,
})
export type Staying = z.infer<typeof stayingSchema>

export const homePlanSchema = z.object({
  version: z.literal(1),
  /** The switch after which both were equal the last time; absent the first time. */
  base: z.string().optional(),
  /** Without `base`: whether it may not be the first time. */
  mayHaveBeenEqual: z.boolean().optional(),
  scans: z.object({ from: z.string(), to: z.string() }),
  /** The scan of the target that was answered about: what it wrote since then stays, also under the same size and time. */
  answeredThere: z.string().optional(),
  totals: z.object({ files: z.number(), bytes: z.number() }),
  /** Why all files of a laptop were listed, where they were. */
  whole: z.object({ from: wholeReasonSchema.optional(), to: wholeReasonSchema.optional() }),
  /** On which laptop the memory of a later common state than `base`, or of any, is damaged. */
  damaged: z.object({ from: z.boolean(), to: z.boolean() }),
  taken: z.object({
    tally: tallySchema,
    examples: z.array(
      z.object({
        path: z.string(),
        kind: z.string(),
        count: z.number(),
        bytes: z.number(),
        /** By itself, and nothing of what is in it. */
        isFolder: z.literal(true).optional(),
      }),
    ),
    /** Among the tally: what came and went because it has another name now; `changed` were written to as well. */
    renamed: tallySchema
      .extend({
        /** A folder with all that is in it is one. */
        count: z.number(),
        /** The first of them; `items` came under the new name. */
        examples: z.array(
          z.object({
            path: z.string(),
            was: z.string(),
            items: z.number(),
            bytes: z.number(),
            isFolder: z.literal(true).optional(),
          }),
        ),
      })
      .optional(),
  }),
  decisions: z.array(decisionSchema),
  /** Folders of which both changed rights or attributes. */
  folders: z.array(folderDecisionSchema),
  /** Of accounts of the system that are others on the target: left out, as `found` says. */
  owned: z.array(ownedPlaceSchema).default([]),
  /** Of the person, on the source: both are scanned by them, also when the switch is resumed. */
  rules: z.array(personRuleSchema),
  /** Kept commits that only the target has: they stay without a question. */
  keptCommits: z.array(z.string()),
  /** The same of what an earlier switch kept beside the other laptop's version. */
  keptBeside: z.array(z.string()),
  /** Folders that hold sockets or device files alone: they can be neither carried nor removed. */
  keptSpecials: z.array(z.string()),
  /** Of repositories with such commits in which the other laptop worked on: what they build on might go. */
  refreshed: z.array(z.string()),
  /** Found on either laptop's disk: left out on both. */
  found: z.array(literalExclusionSchema),
  leftOut: z.array(z.object({ kind: z.string(), count: z.number() })),
  /** What programs on the target use of that which would change. */
  inUse: z.array(inUseSchema),
  /** What stays on each laptop because of what it is. */
  staying: z.object({ from: stayingSchema, to: stayingSchema }),
  blockers: z.array(z.object({ title: z.string(), text: z.string(), code: z.enum(errorCodes).optional() })),
  /** How many files only the target touched, which are compared while it is copied: what differs stays. */
  unread: z.number().optional(),
  /** Developer caches that are among what comes, where they would take long. */
  slowCaches: z.object({ items: z.number(), bytes: z.number(), ms: z.number() }).optional(),
  /** What is to come needs on the target. */
  room: roomSchema.optional(),
  /** What the person's own Syncthings carry, and do not; absent where they have none that concerns both. */
  syncthing: syncthingPlanSchema.optional(),
  /** Files of which a Syncthing has kept another version; absent where there are none. */
  conflicts: z.int().optional(),
  /** Of what comes whatever is answered: on the target already. */
  fetchedBytes: z.number().optional(),
})
export type HomePlan = z.infer<typeof homePlanSchema>

/** As it is told: what was renamed counts as that alone. */
export function toldTally({ tally, renamed }: HomePlan['taken']): Tally & { readonly renamed: number } {
  if (renamed === undefined) return { ...tally, renamed: 0 }
  return {
    added: tally.added - renamed.added,
    changed: tally.changed + renamed.changed,
    deleted: tally.deleted - renamed.deleted,
    bytes: tally.bytes - renamed.bytes,
    renamed: renamed.count,
  }
}

/** newer: of each path the version that was changed later. both: of each plain file the other one stays beside the one taken. */
export type HomeChoice = 'keep' | 'take' | 'newer' | 'both'

/**
 * What `--yes` takes: never against work that only one laptop has, or may have. When both meet for the first time it cannot be
 * known whose a file is, but of commits it can.
 */
export function safeDefaultOf({
  kind,
  set,
  isUnclear,
  repository,
  gitFolders,
}: Pick<HomeDecision, 'kind' | 'set' | 'isUnclear' | 'repository' | 'gitFolders'>): HomeChoice | undefined {
  // Of mails only what was done with them differs: the other laptop's state of them waits for the way back.
  if (kind === 'only-there' || set === 'mail') return 'keep'
  if (kind !== 'first' || isUnclear === true) return undefined
  const isTaken = repository === undefined ? gitFolders.length === 0 : isBehind(repository.to)
  return isTaken ? 'take' : undefined
}

/** Whether the other version has all of its commits. */
function isBehind(version: RepositoryVersion): boolean {
  return version.kind === 'absent' || (version.kind === 'read' && version.ahead === 0)
}

/** The answer, or what is usual; undefined where there is neither. */
export function choiceSoFar(decision: HomeDecision, answers: Answers): HomeChoice | undefined {
  if (decision.isNewerThere === true) return 'keep'
  const answer = answers[decision.id]
  if (answer === keepAlwaysId) return 'keep'
  if (answer === 'keep' || answer === 'take') return answer
  if (answer === 'newer' && decision.newer !== undefined) return answer
  if (answer === 'both' && decision.plain !== undefined) return answer
  return answer === undefined ? safeDefaultOf(decision) : undefined
}

/** What becomes as on the source by a choice, and what stays. */
export function pathsBy(
  { paths, newer, plain }: HomeDecision,
  choice: HomeChoice | undefined,
): Readonly<Record<'taken' | 'kept', string[]>> {
  const isTaken = (index: number): boolean => {
    if (choice === 'newer') return newer?.[index] === 'from'
    return choice === 'both' ? plain?.[index] === true : choice === 'take'
  }
  return {
    taken: paths.filter((_path, index) => isTaken(index)),
    kept: paths.filter((_path, index) => !isTaken(index)),
  }
}

/** Throws AppError "needs-answers" when there is neither an answer nor a safe default. */
export function choiceOf(decision: HomeDecision, answers: Answers): HomeChoice {
  const choice = choiceSoFar(decision, answers)
  if (choice !== undefined) return choice
  throw new AppError({
    code: 'needs-answers',
    ...notDecided(decision.subject),
  })
}

/** The topmost paths that stay as they are on the target, by choice. */
export function keptPaths({ decisions }: Pick<HomePlan, 'decisions'>, answers: Answers): readonly string[] {
  const decided = decisions.filter(({ isNewerThere }) => isNewerThere !== true)
  return [...new Set(decided.flatMap((decision) => pathsBy(decision, choiceOf(decision, answers)).kept))]
}

/** Files of which the version of the target stays there too, under another name, by choice. */
export function besidePaths(plan: HomePlan, answers: Answers): readonly string[] {
  const decided = plan.decisions.filter((decision) => choiceOf(decision, answers) === 'both')
  return [...new Set(decided.flatMap((decision) => pathsBy(decision, 'both').taken))]
}

/** The topmost paths that stay there because they are newer than what was decided about. */
export function newerPaths({ decisions }: HomePlan): readonly string[] {
  return decisions.filter(({ isNewerThere }) => isNewerThere === true).flatMap(({ paths }) => paths)
}
