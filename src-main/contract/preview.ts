/** What a plan shows and asks. Clients draw these without knowing the step that made them. */
import { z } from 'zod'
import { errorCodes } from '../kernel/error-codes.ts'
import { refusableSchema } from './package-rule.ts'
import { iconSchema } from './icon.ts'
import { placeSchema } from './place.ts'
import { ruleSchema } from './rule.ts'
import { stepIdSchema } from './step-ids.ts'
import { subjectSchema } from './subject.ts'
import { pageIdSchema, wizardPageSchema } from './wizard-page.ts'

export const toneSchema = z.enum(['passed', 'warning', 'blocked', 'info', 'unknown'])

/** One laptop's side of a check. `text` is words, no codes: "Plugged in, 84%". */
export const checkCellSchema = z.object({ tone: toneSchema, text: z.string() })
export type CheckCell = z.infer<typeof checkCellSchema>

/** A check with a cell for each laptop; `remedy` says what to do when it is not passed. */
export const checkRowSchema = z.object({
  id: z.string(),
  title: z.string(),
  icon: iconSchema,
  from: checkCellSchema,
  to: checkCellSchema,
  remedy: z.string().optional(),
})
export type CheckRow = z.infer<typeof checkRowSchema>

export const effectSchema = z.enum(['add', 'update', 'rename', 'remove', 'enable', 'disable', 'keep', 'cannot'])

/** One line of what would change on the target. */
export const changeSchema = z.object({
  effect: effectSchema,
  name: z.string(),
  /** apt, snap, flatpak, unit, file, folder, git repository, image. */
  kind: z.string(),
  detail: z.string(),
  bytes: z.number().optional(),
  /** Of a folder that comes or goes: how many things that is, itself among them. */
  items: z.number().optional(),
  /** What it consists of, where it is decided as one: disks and settings of a guest. */
  parts: z.array(z.object({ name: z.string(), bytes: z.number().optional() })).optional(),
  /** By what the page of programs knows what it is about (`packages-key.ts`). */
  listedAs: z.string().optional(),
  /** Of what is kept: something is set for it, as on the source. */
  isSet: z.literal(true).optional(),
  /** Absent where no rule keeps it from happening. */
  refusable: refusableSchema.optional(),
})
export type Change = z.infer<typeof changeSchema>

const effectCountsSchema = z.partialRecord(effectSchema, z.number())
export type EffectCounts = z.infer<typeof effectCountsSchema>

export const previewBlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('checks'), rows: z.array(checkRowSchema) }),
  /** `changes` are all of `count`, so that they can be searched, or `listedBy` names the step of which `switch.changes` lists all. */
  z.object({
    kind: z.literal('changes'),
    pageId: pageIdSchema,
    listedBy: stepIdSchema.optional(),
    title: z.string(),
    summary: z.string(),
    count: z.number(),
    changes: z.array(changeSchema),
    /** All of `count` by what happens to them, where `changes` are only the first of them. */
    counts: effectCountsSchema.optional(),
  }),
  z.object({
    kind: z.literal('notice'),
    pageId: pageIdSchema,
    tone: toneSchema,
    title: z.string(),
    text: z.string(),
    /** Where it can be changed. */
    changeIn: placeSchema.optional(),
    /** What it says of each thing that the page of programs knows by such a key. */
    ofEach: z.object({ listedAs: z.array(z.string()), text: z.string() }).optional(),
  }),
])
export type PreviewBlock = z.infer<typeof previewBlockSchema>

/**
 * What a choice means for the target. keep: stays as it is. later: the same, and asked again.
 * change: becomes as on the other. remove: something is removed. stop: no switch.
 */
export const meaningSchema = z.enum(['keep', 'later', 'change', 'remove', 'stop'])

export const choiceSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** One word where there is little room: "Always". */
  word: z.string().optional(),
  /** For several questions of which each says it otherwise: "Keep XPS 13's". */
  forMany: z.string().optional(),
  effect: z.string(),
  meaning: meaningSchema,
  /**
   * What it adds to what happens anyway: how many, and in lines. A line about something that stands on the page with
   * another effect takes its place.
   */
  brings: z.object({ counts: effectCountsSchema, changes: z.array(changeSchema) }).optional(),
  /** Whether one press may choose it for many questions at once. The step decides: a secret is never copied so. */
  bulk: z.boolean(),
  /** It also holds for every later switch, where nothing is asked. It can be taken back. */
  rule: ruleSchema.optional(),
})
export type Choice = z.infer<typeof choiceSchema>

/** One of the two versions that a question is about. */
export const versionSchema = z.object({
  /** Label of the laptop that has it. */
  laptop: z.string(),
  /** What it is: "94 files, 1.2 MB", or where a repository stands: "main: Fix the parser". */
  what: z.string(),
  /** When it was changed last. */
  at: z.iso.datetime().optional(),
  /** When the guest that uses it was last started on that laptop. */
  startedAt: z.iso.datetime().optional(),
  /** What it has that the other lacks: "2 commits that P17 lacks". */
  more: z.string().optional(),
  /** On the whole. */
  isNewer: z.boolean(),
})
export type Version = z.infer<typeof versionSchema>

/**
 * Something the person decides before anything is changed.
 * `safeDefault` is what `--yes` takes; without one `--yes` ends with "needs answers".
 * `required` questions stop the start until they are answered or have a safe default.
 */
export const questionSchema = z.object({
  /** Stable over plans: "etc:/sysctl.d/60-dev.conf", "home:Documents/plan.md". Only its step knows what it is made of. */
  id: z.string(),
  stepId: stepIdSchema,
  /** One of the pages that the step's preview names. */
  pageId: pageIdSchema,
  /** How it is asked: rule = /etc files with two versions to look at, tick = a removal to agree to, choice = one of several. */
  form: z.enum(['rule', 'tick', 'choice']),
  /** The path or package it is about, as it is shown. */
  title: z.string(),
  subject: subjectSchema,
  /** By what the page of programs knows it (`packages-key.ts`). */
  listedAs: z.string().optional(),
  /** Tells the versions in question from any others: an answer is of use as long as it is the same. */
  about: z.string(),
  /** Questions with the same group can be answered together, and stand below it where their subject has no place of its own: "/etc/sysctl.d". */
  group: z.string().optional(),
  /** The package that the file belongs to. */
  package: z.string().optional(),
  /** Why it is asked: "Only xps has it", "5 lines differ". */
  reason: z.string(),
  /** Those that are asked for the same reason, in one line: after how many they are, and what is done with all of them where nobody answers. */
  alike: z.object({ one: z.string(), many: z.string(), usual: z.string().optional() }).optional(),
  /** Of the source, then of the target. */
  versions: z.tuple([versionSchema, versionSchema]).optional(),
  choices: z.array(choiceSchema).min(2),
  safeDefault: z.string().optional(),
  /** The choice by which the version that was changed later wins, also for many at once; absent where neither was, or each has something newer. */
  newer: z.string().optional(),
  /** Shown, and applied only when the person agrees. `bulk`: also together with all others; never for a secret. */
  suggestion: z.object({ choice: z.string(), why: z.string(), bulk: z.boolean() }).optional(),
  required: z.boolean(),
  /** The plan is made of the answer: what it shows follows it once it is made again, as it is at the start. */
  shapesPlan: z.literal(true).optional(),
  /** Its contents are masked until asked for. */
  secret: z.boolean(),
  /** Whether `switch.look` can show both versions. */
  canLook: z.boolean(),
  /** "Remove docker.io also removes containerd": what else comes with the choice that is not the safe one. */
  consequence: z.string().optional(),
})
export type Question = z.infer<typeof questionSchema>

/** Question id to choice id. */
export const answersSchema = z.record(z.string(), z.string())
export type Answers = z.infer<typeof answersSchema>

/** Ids of the questions of a switch that nobody answered: `answers` have the usual answer to them. */
export const unansweredSchema = z.array(z.string()).default([])

/** What a step and its proof took the last time, for each millisecond that they were thought to take. */
const paceSchema = z.object({ run: z.number(), proof: z.number() })
export type Pace = z.infer<typeof paceSchema>

/**
 * `proofMs`: what comparing both laptops takes at the end, left out by a step whose proof only asks and answers. What the planner adds
 * to `ms`, and the phases that a step reports do not know: `linkMs`, as the link is slower than a cable, and `pace`, by which both times
 * were multiplied, once there was a switch.
 */
export const estimateSchema = z.object({
  bytes: z.number(),
  items: z.number(),
  ms: z.number(),
  proofMs: z.number().optional(),
  linkMs: z.number().optional(),
  pace: paceSchema.optional(),
})
export type Estimate = z.infer<typeof estimateSchema>

/** Left of a quota for what is written there afterwards: nobody can save anything where it is used up. */
export const quotaMarginBytes = 64 * 1024 ** 2

/** A limit of btrfs for all that is written to the subvolumes of a group. `group`: "0/257". */
const quotaRoomSchema = z.object({ group: z.string(), freeBytes: z.number() })

/**
 * What can be written where something goes. `fileSystem`: the same for all that share what is free. `quotas`: what limits beside that
 * leave; absent without any.
 */
export const freeRoomSchema = z.object({
  freeBytes: z.number(),
  fileSystem: z.string(),
  quotas: z.array(quotaRoomSchema).optional(),
})
export type FreeRoom = z.infer<typeof freeRoomSchema>

/** What is written to the target before anything is deleted there. */
export const roomSchema = freeRoomSchema.extend({
  bytes: z.number(),
  /** What needs most of it, the largest first, as it is shown; absent where nothing stands out. */
  largest: z.array(z.object({ name: z.string(), bytes: z.number() })).optional(),
})
export type NeededRoom = z.infer<typeof roomSchema>

export const previewSchema = z.object({
  /** One line for the overview: "1,284 new or changed, 36 deleted". */
  summary: z.string(),
  /** The pages that its blocks and questions stand on, the main one first; checks stand on a page of their own. */
  pages: z.array(wizardPageSchema),
  blocks: z.array(previewBlockSchema),
  questions: z.array(questionSchema),
  /** Reasons why it cannot start; each says what to do. `code` is what a script is told, "blocked" without it. */
  blockers: z.array(z.object({ title: z.string(), text: z.string(), code: z.enum(errorCodes).optional() })),
  estimate: estimateSchema,
  /** On each file system that it writes to. `what`: "/home". */
  rooms: z.array(roomSchema.extend({ what: z.string() })).optional(),
  /** The person has turned this part off: it stays as it is, and nothing was compared. */
  turnedOff: z.literal(true).optional(),
})
export type Preview = z.infer<typeof previewSchema>
