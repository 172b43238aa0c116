import { z } from 'zod'
import { sideBySide } from '../../../commons/side-by-side.ts'
import type { ContainerRule } from '../../../contract/container-rule.ts'
import { freeRoomSchema } from '../../../contract/preview.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair, PlanContext } from '../../../switch/step.ts'
import { digestVolumes, listContainers, type Podman } from '../verbs.ts'
import { namesToRead, planVolumes, rowSchema, type VolumesOfLaptop } from './containers-plan.ts'
import { planImages } from './image-plan.ts'
import * as texts from './texts.ts'

export const containersPlanSchema = z.object({
  rows: z.array(rowSchema),
  /** What podman on a laptop could not say: then there are no rows. */
  troubles: z.array(z.object({ laptop: z.string(), title: z.string(), text: z.string() })),
  /** Volumes on the laptop that is left that nobody gave a name. */
  anonymous: z.number(),
  room: freeRoomSchema.optional(),
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
  if (here.kind !== 'asked' || there.kind !== 'asked') return withoutPodman([from, here], [to, there])
  const names = namesToRead(here.volumes, there.volumes, rules)
  const [ofFrom, ofTo] = await readBoth({ from, to }, names, signal)
  if (ofFrom === undefined || ofTo === undefined) throw new Error('a pair is two laptops')
  const sides = { from: sideOf(here, ofFrom), to: sideOf(there, ofTo) }
  const rows = [...planVolumes(sides, rules), ...planImages({ from: here, to: there }, rules)]
  return { rows, troubles: [], anonymous: here.anonymous, room: there.room }
}

type Asked = Extract<Podman, { readonly kind: 'asked' }>
type Read = Pick<VolumesOfLaptop, 'digests' | 'unread'>

function sideOf({ volumes, lastEqual }: Asked, { digests, unread }: Read): VolumesOfLaptop {
  return { volumes, lastEqual, digests, unread }
}

async function readBoth({ from, to }: Pair, names: readonly string[], signal: AbortSignal): Promise<readonly Read[]> {
  return sideBySide(
    [from, to].map((machine) => async (stop) => readOn(machine, names, stop)),
    signal,
  )
}

async function readOn(machine: Machine, names: readonly string[], signal: AbortSignal): Promise<Read> {
  const { digests, unread } = await machine.call(digestVolumes, { names: [...names] }, { signal })
  return {
    digests: new Map(digests.map(({ name, digest }) => [name, digest])),
    unread: unread.map(({ name }) => name),
  }
}

/** Where one laptop has no podman and the other one nothing that could be copied, there is nothing to say. */
function withoutPodman(...sides: readonly (readonly [Machine, Podman])[]): ContainersPlan {
  const isNeeded = sides.some(([, podman]) => hasAny(podman))
  const troubles = sides.flatMap(([{ label }, podman]) => {
    const said = texts.trouble(podman, label, isNeeded)
    return said === undefined ? [] : [{ laptop: label, ...said }]
  })
  return { rows: [], troubles, anonymous: 0 }
}

function hasAny(podman: Podman): boolean {
  if (podman.kind !== 'asked') return false
  return podman.volumes.length > 0 || podman.images.some(({ names, isPulled }) => names.length > 0 && !isPulled)
}
