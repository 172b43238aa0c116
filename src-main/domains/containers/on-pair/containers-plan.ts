/** What is on both laptops, when they last had the same, and the person's rules mean for each volume. Images: image-plan.ts. Pure. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { commonRecords, type LastEquals } from '../../../commons/last-equal/last-equal.ts'
import {
  containerKinds,
  containerRuleFor,
  engineIdSchema,
  type ContainerKind,
  type ContainerRule,
  type EngineId,
} from '../../../contract/container-rule.ts'
import { cannotSchema, imageNameSchema, volumeNameSchema, type Volume } from '../verbs.ts'

const decisionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('same') }),
  z.object({ kind: z.literal('take'), why: z.enum(['new', 'changed']) }),
  /** Only the target changed it: that is newer work, and stays. */
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('only-there') }),
  /** By a rule of the person's. */
  z.object({ kind: z.literal('ruled'), by: z.enum(['apart', 'never']) }),
  /** The source alone has it, and nobody has said whether it is to be on both. */
  z.object({ kind: z.literal('ask-new') }),
  /** Both have it, and it is not known when they had the same. */
  z.object({ kind: z.literal('ask-first') }),
  z.object({ kind: z.literal('ask-both') }),
  /** Both had the same, and the target deleted it since. */
  z.object({ kind: z.literal('deleted-there') }),
  /** A container has it; `by`: its name. */
  z.object({ kind: z.literal('in-use'), on: z.enum(['from', 'to']), by: z.string() }),
  z.object({ kind: z.literal('cannot'), why: cannotSchema }),
  /** Of an image: it came from a registry, and can come from there again. */
  z.object({ kind: z.literal('pulled') }),
])
export type ContainerDecision = z.infer<typeof decisionSchema>

/** `stamp`: another one when it is another one. Of an image its ID. */
const sideSchema = z.object({ bytes: z.number(), changedAt: z.string(), stamp: z.string() })

export const rowSchema = z.object({
  engine: engineIdSchema,
  kind: z.enum(containerKinds),
  name: z.union([volumeNameSchema, imageNameSchema]),
  /** Of the compose project that made it. */
  project: z.string().optional(),
  decision: decisionSchema,
  from: sideSchema.optional(),
  to: sideSchema.optional(),
  /** About how many bytes of an image are in layers that the other laptop lacks. */
  arrives: z.number().optional(),
  /** Another one when it is another one on either laptop. */
  about: z.string(),
})
export type ContainerRow = z.infer<typeof rowSchema>

/** What one laptop says of its volumes. */
export interface VolumesOfLaptop {
  readonly volumes: readonly Volume[]
  readonly lastEqual: LastEquals
  /** By name, of those that both have. */
  readonly digests: ReadonlyMap<string, string>
  /** Of which the engine could not read all. */
  readonly unread: readonly string[]
}

export interface VolumesOfBoth {
  readonly engine: EngineId
  readonly from: VolumesOfLaptop
  readonly to: VolumesOfLaptop
}

export function planVolumes(
  { engine, from, to }: VolumesOfBoth,
  rules: readonly ContainerRule[],
): readonly ContainerRow[] {
  const names = [...new Set([...from.volumes, ...to.volumes].map(({ name }) => name))].sort()
  const equal = commonRecords(from.lastEqual, to.lastEqual)
  return names.map((name): ContainerRow => {
    const [here, there] = [from, to].map(({ volumes }) => volumes.find((one) => one.name === name))
    const rule = containerRuleFor(rules, { engine, kind: 'volume', name })?.decision
    const isUnread = from.unread.includes(name) || to.unread.includes(name)
    const seen = {
      here,
      there,
      rule,
      isUnread,
      since: sinceEqual(name, [from.digests.get(name), to.digests.get(name)], equal),
    }
    return {
      ...{ engine, kind: 'volume', name, decision: decide(seen) },
      ...projectOf(here ?? there),
      ...(here === undefined ? {} : { from: sideOf(here) }),
      ...(there === undefined ? {} : { to: sideOf(there) }),
      about: aboutOf(here?.stamp, there?.stamp),
    }
  })
}

/** As docker compose and podman-compose write them. */
const projectLabels = ['com.docker.compose.project', 'io.podman.compose.project']

function projectOf(volume: Volume | undefined): Pick<ContainerRow, 'project'> {
  const project = projectLabels.map((label) => volume?.labels[label]).find((one) => one !== undefined && one !== '')
  return project === undefined ? {} : { project }
}

export function aboutOf(here = '', there = ''): string {
  return createHash('sha256').update(`${here} ${there}`).digest('hex').slice(0, 16)
}

/** Of an engine where one is given. */
export function rowsOf(kind: ContainerKind, rows: readonly ContainerRow[], engine?: EngineId): readonly ContainerRow[] {
  return rows.filter((row) => row.kind === kind && (engine ?? row.engine) === row.engine)
}

/** Of which both digests are needed: what is in use, cannot be carried, or is left alone is not read. */
export function namesToRead(
  engine: EngineId,
  { from, to }: { readonly from: readonly Volume[]; readonly to: readonly Volume[] },
  rules: readonly ContainerRule[],
): readonly string[] {
  const isFree = (one: Volume): boolean => one.usedBy.length === 0 && one.cannot === undefined
  return from
    .filter((one) => isFree(one) && to.some((other) => other.name === one.name && isFree(other)))
    .map(({ name }) => name)
    .filter((name) => containerRuleFor(rules, { engine, kind: 'volume', name })?.decision !== 'never')
}

function sideOf({ bytes, changedAt, stamp }: Volume) {
  return { bytes, changedAt, stamp }
}

type Since = 'never-equal' | 'unchanged' | 'changed'
interface SinceEqual {
  readonly isSame: boolean
  readonly from: Since
  readonly to: Since
  /** Whether both ever had the same. */
  readonly wereEqual: boolean
}

export function sinceEqual(
  name: string,
  [here, there]: readonly [string | undefined, string | undefined],
  [ofFrom, ofTo]: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>],
): SinceEqual {
  const last = ofFrom[name] !== undefined && ofFrom[name] === ofTo[name] ? ofFrom[name] : undefined
  const since = (now: string | undefined): Since =>
    last === undefined ? 'never-equal' : now === last ? 'unchanged' : 'changed'
  return {
    isSame: here !== undefined && here === there,
    ...{ from: since(here), to: since(there), wereEqual: last !== undefined },
  }
}

interface Seen {
  readonly here: Volume | undefined
  readonly there: Volume | undefined
  readonly rule: ContainerRule['decision'] | undefined
  readonly isUnread: boolean
  readonly since: SinceEqual
}

function decide({ here, there, rule, isUnread, since }: Seen): ContainerDecision {
  if (here === undefined) return { kind: 'only-there' }
  if (rule === 'never') return { kind: 'ruled', by: 'never' }
  if (rule === 'apart' && there === undefined) return { kind: 'ruled', by: 'apart' }
  const cannot = here.cannot ?? there?.cannot ?? (isUnread ? 'unreadable' : undefined)
  if (cannot !== undefined) return { kind: 'cannot', why: cannot }
  const [ofFrom, ofTo] = [here.usedBy[0], there?.usedBy[0]]
  if (ofFrom !== undefined) return { kind: 'in-use', on: 'from', by: ofFrom }
  if (ofTo !== undefined) return { kind: 'in-use', on: 'to', by: ofTo }
  if (there === undefined) {
    if (rule === 'both') return { kind: 'take', why: 'new' }
    return { kind: since.wereEqual ? 'deleted-there' : 'ask-new' }
  }
  return decideBoth(since)
}

export function decideBoth({ isSame, from, to }: SinceEqual): ContainerDecision {
  if (isSame) return { kind: 'same' }
  if (from === 'never-equal') return { kind: 'ask-first' }
  if (from === 'changed' && to === 'changed') return { kind: 'ask-both' }
  return from === 'changed' ? { kind: 'take', why: 'changed' } : { kind: 'keep' }
}
