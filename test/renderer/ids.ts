/** The ids in an answer, a state or a message: what pages may tell one thing from another by. */
import { z } from 'zod'
import { checkRowSchema, changeSchema, previewBlockSchema, questionSchema } from '../../src-main/contract/preview.ts'
import { rollbackSubvolumeSchema } from '../../src-main/contract/rollback-calls.ts'
import { snapshotSchema, snapshotSubvolumeSchema } from '../../src-main/contract/snapshot-calls.ts'
import { stepInfoSchema, verificationItemSchema } from '../../src-main/contract/switch-state.ts'
import { wizardPageSchema } from '../../src-main/contract/wizard-page.ts'

/** What a question is made of but its subject: "etc", "apt-remove". */
const prefixOf = (id: string): string => id.slice(0, id.indexOf(':'))
/** "extra/srv" and "nested/261" are named after a folder and a number. */
const kindOf = (subvolume: string): string => subvolume.split('/')[0] ?? subvolume

/** Of each thing that has ids: its form, and what its ids are with the words around them. */
const readers: readonly ((value: unknown) => readonly string[])[] = [
  reader(stepInfoSchema, ({ id, stage, icon, after }) => [
    `step: ${id}`,
    `stage of step ${id}: ${stage}`,
    `icon of step ${id}: ${icon}`,
    ...after.map((before) => `${id} after: ${before}`),
  ]),
  reader(wizardPageSchema, ({ id, icon, order }) => [`page: ${id}`, `icon of page ${id}: ${icon} ${order}`]),
  reader(checkRowSchema, ({ id, icon, from, to }) => [
    `row: ${id} ${icon}`,
    ...[from, to].map(({ tone }) => `tone of ${id}: ${tone}`),
  ]),
  reader(previewBlockSchema, (block) => [`block: ${block.kind}`]),
  reader(changeSchema, ({ effect, kind }) => [`change: ${effect} ${kind}`]),
  reader(questionSchema, ({ id, stepId, pageId, form, subject, choices, canLook, secret, suggestion }) => {
    const prefix = prefixOf(id)
    return [
      `question: ${form} ${prefix} ${stepId} ${pageId}`,
      `subject: ${subject.kind}${'manager' in subject ? ` ${subject.manager}` : ''}`,
      `question: ${prefix} can${canLook ? '' : 'not'} be looked at`,
      ...(secret ? [`secret: ${prefix} ${suggestion === undefined ? 'without' : 'with'} a suggestion`] : []),
      ...(suggestion === undefined ? [] : [`suggestion: ${prefix} ${suggestion.choice}`]),
      ...choices.map((choice) => `choice: ${form} ${prefix} ${choice.id} ${choice.meaning}`),
    ]
  }),
  reader(snapshotSchema, ({ reason, areas, areaTitles, tool }) => [
    `snapshot: ${reason}`,
    ...areas.map((area) => `area: ${area}`),
    ...areaTitles.map((title) => `area: ${title}`),
    ...(tool === undefined ? [] : [`tool: ${tool}`]),
  ]),
  reader(snapshotSubvolumeSchema, ({ subvolume, path }) => {
    const kind = kindOf(subvolume)
    return [`subvolume: ${kind}`, ...(kind === subvolume ? [`subvolume ${kind}: ${String(path)}`] : [])]
  }),
  reader(rollbackSubvolumeSchema, ({ subvolume, title, when }) => [
    `rollback: ${kindOf(subvolume)} ${title}`,
    `rollback: ${when.kind}`,
  ]),
  reader(verificationItemSchema, ({ title, verdict }) => [`proof: ${title}`, `verdict: ${verdict}`]),
]

/** The keys of records by step, and what names a step or a page elsewhere. */
const namedSchema = z.object({
  previews: z.record(z.string(), z.unknown()).optional(),
  statuses: z.record(z.string(), z.unknown()).optional(),
  probed: z.array(z.string()).optional(),
  stepId: z.string().optional(),
  pageId: z.string().optional(),
})

function reader<S extends z.ZodType>(schema: S, idsOf: (value: z.output<S>) => readonly string[]) {
  return (value: unknown): readonly string[] => {
    const parsed = schema.safeParse(value)
    return parsed.success ? idsOf(parsed.data) : []
  }
}

function named(value: unknown): readonly string[] {
  const { data } = namedSchema.safeParse(value)
  if (data === undefined) return []
  const { previews = {}, statuses = {}, probed = [], stepId, pageId } = data
  const steps = [
    ...Object.keys(previews),
    ...Object.keys(statuses),
    ...probed,
    ...(stepId === undefined ? [] : [stepId]),
  ]
  return [...steps.map((id) => `step: ${id}`), ...(pageId === undefined ? [] : [`page: ${pageId}`])]
}

/** All of them, each once; `value` is anything that is JSON. */
export function idsIn(value: unknown): ReadonlySet<string> {
  const ids = new Set<string>()
  collect(value, ids)
  return ids
}

function collect(value: unknown, ids: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) for (const id of [...readers.flatMap((read) => read(value)), ...named(value)]) ids.add(id)
  for (const inner of Object.values(value)) collect(inner, ids)
}
