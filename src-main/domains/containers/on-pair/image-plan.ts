/** What a switch means for each image by its name: as for volumes, but for what can be pulled again. Pure. */
import { commonRecords, type LastEquals } from '../../../commons/last-equal/last-equal.ts'
import { containerRuleFor, type ContainerRule, type EngineId } from '../../../contract/container-rule.ts'
import type { ContainerImage } from '../verbs.ts'
import { aboutOf, decideBoth, sinceEqual, type ContainerDecision, type ContainerRow } from './containers-plan.ts'

export interface ImagesOfLaptop {
  readonly images: readonly ContainerImage[]
  readonly lastEqual: LastEquals
}

export interface ImagesOfBoth {
  readonly engine: EngineId
  readonly from: ImagesOfLaptop
  readonly to: ImagesOfLaptop
}

/** What only the target has, and can pull again, is nobody's concern. */
export function planImages(
  { engine, from, to }: ImagesOfBoth,
  rules: readonly ContainerRule[],
): readonly ContainerRow[] {
  const [ofFrom, ofTo] = [imagesByName(from.images), imagesByName(to.images)]
  const built = [...ofTo].flatMap(([name, { isPulled }]) => (isPulled ? [] : [name]))
  const equal = commonRecords(from.lastEqual, to.lastEqual)
  return [...new Set([...ofFrom.keys(), ...built])].sort().map((name): ContainerRow => {
    const [here, there] = [ofFrom.get(name), ofTo.get(name)]
    const rule = containerRuleFor(rules, { engine, kind: 'image', name })?.decision
    const since = sinceEqual(name, [here?.id, there?.id], equal)
    const arriving = here === undefined ? {} : { arrives: bytesToCome(here, from.images, to.images) }
    return {
      ...{ engine, kind: 'image', name, decision: decide({ here, there, rule, since }), ...arriving },
      ...(here === undefined ? {} : { from: sideOf(here) }),
      ...(there === undefined ? {} : { to: sideOf(there) }),
      about: aboutOf(here?.id, there?.id),
    }
  })
}

export function imagesByName(images: readonly ContainerImage[]): ReadonlyMap<string, ContainerImage> {
  return new Map(images.flatMap((image) => image.names.map((name) => [name, image] as const)))
}

interface Seen {
  readonly here: ContainerImage | undefined
  readonly there: ContainerImage | undefined
  readonly rule: ContainerRule['decision'] | undefined
  readonly since: ReturnType<typeof sinceEqual>
}

function decide({ here, there, rule, since }: Seen): ContainerDecision {
  if (here === undefined) return { kind: 'only-there' }
  if (rule === 'never') return { kind: 'ruled', by: 'never' }
  if (rule === 'apart' && there === undefined) return { kind: 'ruled', by: 'apart' }
  if (since.isSame) return { kind: 'same' }
  if (here.isPulled && rule !== 'both') return { kind: 'pulled' }
  const cannot = here.cannot ?? there?.cannot
  if (cannot !== undefined) return { kind: 'cannot', why: cannot }
  if (there !== undefined) return decideBoth(since)
  if (rule === 'both') return { kind: 'take', why: 'new' }
  return { kind: since.wereEqual ? 'deleted-there' : 'ask-new' }
}

function sideOf({ bytes, createdAt, id }: ContainerImage) {
  return { bytes, changedAt: createdAt, stamp: id }
}

/** About what crosses: engines do not say how large a layer is, but how large an image is that is made of the lower ones. */
function bytesToCome(image: ContainerImage, here: readonly ContainerImage[], there: readonly ContainerImage[]): number {
  const present = new Set(there.flatMap(({ layers }) => layers))
  const lower = [...here, ...there].filter(({ layers }) =>
    layers.every((layer, index) => layer === image.layers[index] && present.has(layer)),
  )
  return Math.max(0, image.bytes - Math.max(0, ...lower.map(({ bytes }) => bytes)))
}
