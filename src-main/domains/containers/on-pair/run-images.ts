import { pushFiles } from '../../../commons/transfers/on-pair/push-files.ts'
import type { EngineId } from '../../../contract/container-rule.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { createPhases } from '../../../switch/phases.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { adoptImages, listImages, offerImages } from '../image-verbs.ts'
import { prepareReceiving, type ContainerImage } from '../verbs.ts'
import type { ContainerRow } from './containers-plan.ts'
import { imagesByName } from './image-plan.ts'
import * as texts from './texts.ts'

type Adopted = Output<typeof adoptImages>
type Asked = Parsed<typeof adoptImages>['images']

export interface CopiedOfKind {
  readonly copied: number
  readonly sentBytes: number
}

/** All are of this engine. */
export interface RowsOfEngine {
  readonly engine: EngineId
  readonly rows: readonly ContainerRow[]
}

interface CopiedImages extends CopiedOfKind {
  readonly withoutRoom: readonly string[]
}

/**
 * Layers that the other laptop lists are not sent. Where its engine cannot do without one after all, as when its image was removed
 * meanwhile, the whole image is.
 */
export async function bringImages(
  pair: Pair,
  { engine, rows: taken }: RowsOfEngine,
  context: RunContext,
): Promise<CopiedImages> {
  let [open, copied, sentBytes] = [imagesIn(taken), 0, 0]
  const withoutRoom: string[] = []
  if (open.length === 0) return { copied, sentBytes, withoutRoom }
  const { images } = await pair.to.call(listImages, { engine }, { signal: context.signal })
  for (const there of [images, images.map((image) => ({ ...image, layers: [] }))]) {
    if (open.length === 0) break
    const brought = await bring(pair, { engine, open, there }, context)
    copied += brought.placed.length
    sentBytes += brought.sentBytes
    const refused = new Map(brought.refused.map((one) => [one.id, one]))
    withoutRoom.push(...namesOf(open.filter(({ id }) => refused.get(id)?.isWithoutRoom === true)))
    open = open.filter(({ id }) => refused.get(id)?.isWithoutRoom === false)
  }
  return { copied, sentBytes, withoutRoom }
}

function namesOf(images: Asked): readonly string[] {
  return images.flatMap(({ names }) => names.map(({ name }) => name))
}

/** One for all of its names. */
function imagesIn(rows: readonly ContainerRow[]): Asked {
  const images = new Map<string, Asked[number]>()
  for (const { name, from, to } of rows) {
    if (from === undefined) continue
    const was = to === undefined ? {} : { was: to.stamp }
    const names = images.get(from.stamp)?.names ?? []
    images.set(from.stamp, { id: from.stamp, names: [...names, { name, ...was }] })
  }
  return [...images.values()]
}

interface Bringing {
  readonly engine: EngineId
  readonly open: Asked
  readonly there: readonly ContainerImage[]
}

async function bring(
  pair: Pair,
  { engine, open, there }: Bringing,
  { signal, report, logger }: RunContext,
): Promise<Adopted & { readonly sentBytes: number }> {
  const phases = createPhases(report, {
    pack: { ms: 1_000, current: texts.packing(pair.from.label), on: 'from' },
    push: { ms: 2_000, current: texts.copying(pair.to.label) },
    adopt: { ms: 1_000, current: texts.comparing, on: 'to' },
  })
  const ids = open.map(({ id }) => id).filter((id) => !there.some((one) => one.id === id))
  const present = [...new Set(there.flatMap(({ layers }) => layers))]
  const offered = await pair.from.call(offerImages, { engine, ids, present }, { signal, onProgress: phases.of('pack') })
  await pair.to.call(prepareReceiving, { names: offered.packed }, { signal })
  const paths = offered.packed.map((id) => `${id}.tar`)
  const pushed = await push(pair, paths, { signal, onProgress: phases.of('push') })
  const images = open.filter(({ id }) => !offered.refused.some((one) => one.id === id))
  const adopted =
    pushed instanceof AppError
      ? { placed: [], left: [], refused: images.map(({ id }) => ({ id, said: pushed.message, isWithoutRoom: true })) }
      : await pair.to.call(adoptImages, { engine, images }, { signal, onProgress: phases.of('adopt') })
  const refused = [...offered.refused, ...adopted.refused]
  for (const { id, said } of refused) logger.log('warn', 'an image could not be packed, sent or loaded', { id, said })
  return { ...adopted, refused, sentBytes: pushed instanceof AppError ? 0 : pushed.sentBytes }
}

/** Where there is no room for images they are left, and everything else goes on. */
async function push(pair: Pair, paths: readonly string[], options: Parameters<typeof pushFiles>[2]) {
  try {
    return await pushFiles(pair, { area: 'containers', paths }, options)
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'disk-full') return thrown
    throw thrown
  }
}

export interface ImagesByName {
  readonly from: ReadonlyMap<string, ContainerImage>
  readonly to: ReadonlyMap<string, ContainerImage>
  /** Names to IDs, of those that both have: the same ID, and the same layers below it. */
  readonly same: ReadonlyMap<string, string>
}

/** As the engines of both laptops have them now. */
export async function readImages(
  { from, to }: Pair,
  { engine, rows }: RowsOfEngine,
  { signal }: Pick<RunContext, 'signal'>,
): Promise<ImagesByName> {
  if (rows.length === 0) return { from: new Map(), to: new Map(), same: new Map() }
  const [here, there] = await Promise.all([
    from.call(listImages, { engine }, { signal }),
    to.call(listImages, { engine }, { signal }),
  ])
  const [ofFrom, ofTo] = [imagesByName(here.images), imagesByName(there.images)]
  const same = rows.flatMap(({ name }) => {
    const [one, other] = [ofFrom.get(name), ofTo.get(name)]
    return one !== undefined && other !== undefined && isSameImage(one, other) ? [[name, one.id] as const] : []
  })
  return { from: ofFrom, to: ofTo, same: new Map(same) }
}

export function isSameImage(one: ContainerImage, other: ContainerImage): boolean {
  return one.id === other.id && one.layers.join() === other.layers.join()
}
