/** What a plan shows and asks. The faces draw these without knowing the step that made them. */
import { z } from 'zod'
import { errorCodes } from '../kernel/error-codes.ts'
import { stepIdSchema } from './step-ids.ts'

export const toneSchema = z.enum(['passed', 'warning', 'blocked', 'info', 'unknown'])

/** One laptop's side of a check. `text` is words, no codes: "Plugged in, 84%". */
export const checkCellSchema = z.object({ tone: toneSchema, text: z.string() })
export type CheckCell = z.infer<typeof checkCellSchema>

/** A check with a cell for each laptop; `remedy` says what to do when it is not passed. */
export const checkRowSchema = z.object({
  id: z.string(),
  title: z.string(),
  icon: z.enum(['power', 'disk', 'vm', 'clock', 'history', 'home', 'network', 'lock', 'tools', 'packages', 'person']),
  from: checkCellSchema,
  to: checkCellSchema,
  remedy: z.string().optional(),
})
export type CheckRow = z.infer<typeof checkRowSchema>

/** One line of what would change on the laptop that is taken. */
export const changeSchema = z.object({
  effect: z.enum(['add', 'update', 'remove', 'enable', 'disable', 'keep', 'cannot']),
  name: z.string(),
  /** apt, snap, flatpak, unit, file, folder, git repository, image. */
  kind: z.string(),
  detail: z.string(),
  bytes: z.number().optional(),
})
export type Change = z.infer<typeof changeSchema>

export const previewBlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('checks'), rows: z.array(checkRowSchema) }),
  /** `changes` may be only the first some hundred of `count`. */
  z.object({
    kind: z.literal('changes'),
    title: z.string(),
    summary: z.string(),
    count: z.number(),
    changes: z.array(changeSchema),
  }),
  z.object({ kind: z.literal('notice'), tone: toneSchema, title: z.string(), text: z.string() }),
])
export type PreviewBlock = z.infer<typeof previewBlockSchema>

/**
 * Something the person decides before anything is changed.
 * `safeDefault` is what `--yes` takes; without one `--yes` ends with "needs answers".
 * `required` questions stop the start until they are answered or have a safe default.
 */
export const questionSchema = z.object({
  /** Stable over plans: "etc:/sysctl.d/60-dev.conf", "home:Documents/plan.md", "apt-remove:gnome-boxes:amd64". */
  id: z.string(),
  stepId: stepIdSchema,
  /** How it is asked: rule = /etc files with two versions to look at, tick = a removal to agree to, choice = one of several. */
  form: z.enum(['rule', 'tick', 'choice']),
  /** The path or package it is about. */
  subject: z.string(),
  /** Why it is asked: "Only xps has it", "5 lines differ". */
  reason: z.string(),
  choices: z.array(z.object({ id: z.string(), label: z.string(), effect: z.string() })).min(2),
  safeDefault: z.string().optional(),
  /** Shown and applied only on the person's word; never for secrets. */
  suggestion: z.object({ choice: z.string(), why: z.string() }).optional(),
  required: z.boolean(),
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

export const estimateSchema = z.object({ bytes: z.number(), items: z.number(), ms: z.number() })
export type Estimate = z.infer<typeof estimateSchema>

export const previewSchema = z.object({
  /** One line for the overview: "1,284 new or changed, 36 deleted". */
  summary: z.string(),
  blocks: z.array(previewBlockSchema),
  questions: z.array(questionSchema),
  /** Reasons why it cannot start; each says what to do. `code` is what a script is told, "blocked" without it. */
  blockers: z.array(z.object({ title: z.string(), text: z.string(), code: z.enum(errorCodes).optional() })),
  estimate: estimateSchema,
})
export type Preview = z.infer<typeof previewSchema>
