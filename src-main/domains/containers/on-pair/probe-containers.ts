import { z } from 'zod'
import { sideBySide } from '../../../commons/side-by-side.ts'
import { engineIds, engineIdSchema, type ContainerRule, type EngineId } from '../../../contract/container-rule.ts'
import { freeRoomSchema } from '../../../contract/preview.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair, PlanContext } from '../../../switch/step.ts'
import { digestVolumes, listContainers, type Contents } from '../verbs.ts'
import { namesToRead, planVolumes, rowSchema, type VolumesOfLaptop } from './containers-plan.ts'
import { planImages } from './image-plan.ts'
import * as texts from './texts.ts'

export const containersPlanSchema = z.object({
  rows: z.array(rowSchema),
  /** What an engine on a laptop could not say: then there are no rows of that engine. */
  troubles: z.array(z.object({ laptop: z.string(), title: z.string(), text: z.string() })),
  engines: z.array(
    z.object({
      engine: engineIdSchema,
      /** Volumes on the source that nobody gave a name. */
      anonymous: z.number(),
      /** Where its volumes are on the target. */
      room: freeRoomSchema,
    }),
  ),
})
export type ContainersPlan = z.infer<typeof containersPlanSchema>

export async function probeContainers(
  { from, to }: Pair,
  rules: readonly ContainerRule[],
  { signal }: Pick<PlanContext, 'signal'>,
): Promise<ContainersPlan> {
  const [here, there] = await Promise.all([
    from.call(listContainers, {}, { signal }),
    to.call(listContainers, {}, { signal }),
  ])
  const plans: ContainersPlan[] = []
  for (const engine of engineIds) {
    const both = { engine, here: here[engine], there: there[engine] }
    plans.push(await planEngine({ from, to }, both, { rules, signal }))
  }
  return {
    rows: plans.flatMap(({ rows }) => rows),
    troubles: plans.flatMap(({ troubles }) => troubles),
    engines: plans.flatMap(({ engines }) => engines),
  }
}

/** Of one engine, what each of two laptops answered. */
export interface OfEngine {
  readonly engine: EngineId
  readonly here: Contents
  readonly there: Contents
}

interface Planning {
  readonly rules: readonly ContainerRule[]
  readonly signal: AbortSignal
}

async function planEngine(
  { from, to }: Pair,
  { engine, here, there }: OfEngine,
  { rules, signal }: Planning,
): Promise<ContainersPlan> {
  if (here.kind !== 'asked' || there.kind !== 'asked')
    return { rows: [], troubles: troublesOf(engine, [from, here], [to, there]), engines: [] }
  const names = namesToRead(engine, { from: here.volumes, to: there.volumes }, rules)
  const [ofFrom, ofTo] = await readBoth({ from, to }, { engine, names }, signal)
  if (ofFrom === undefined || ofTo === undefined) throw new Error('a pair is two laptops')
  const sides = { engine, from: sideOf(here, ofFrom), to: sideOf(there, ofTo) }
  const rows = [...planVolumes(sides, rules), ...planImages({ engine, from: here, to: there }, rules)]
  return { rows, troubles: [], engines: [{ engine, anonymous: here.anonymous, room: there.room }] }
}

type Asked = Extract<Contents, { readonly kind: 'asked' }>
type Read = Pick<VolumesOfLaptop, 'digests' | 'unread'>

function sideOf({ volumes, lastEqual }: Asked, { digests, unread }: Read): VolumesOfLaptop {
  return { volumes, lastEqual, digests, unread }
}

interface Reading {
  readonly engine: EngineId
  readonly names: readonly string[]
}

async function readBoth({ from, to }: Pair, reading: Reading, signal: AbortSignal): Promise<readonly Read[]> {
  return sideBySide(
    [from, to].map((machine) => async (stop) => readOn(machine, reading, stop)),
    signal,
  )
}

async function readOn(machine: Machine, { engine, names }: Reading, signal: AbortSignal): Promise<Read> {
  const { digests, unread } = await machine.call(digestVolumes, { engine, names: [...names] }, { signal })
  return {
    digests: new Map(digests.map(({ name, digest }) => [name, digest])),
    unread: unread.map(({ name }) => name),
  }
}

/** Where one laptop lacks an engine and it has nothing on the other one that could be copied, there is nothing to say. */
export function troublesOf(
  engine: EngineId,
  ...sides: readonly (readonly [Machine, Contents])[]
): ContainersPlan['troubles'] {
  const isNeeded = sides.some(([, contents]) => mayHaveAny(contents))
  return sides.flatMap(([{ label }, contents]) => {
    const said = texts.trouble(engine, contents, { label, isNeeded })
    return said === undefined ? [] : [{ laptop: label, ...said }]
  })
}

function mayHaveAny(contents: Contents): boolean {
  if (contents.kind === 'stopped') return contents.wasUsed
  if (contents.kind !== 'asked') return false
  return contents.volumes.length > 0 || contents.images.some(({ names, isPulled }) => names.length > 0 && !isPulled)
}
