import { systemArea } from '../../../commons/snapshot-sets/areas.ts'
import { pushFiles } from '../../../commons/transfers/on-pair/push-files.ts'
import { engineIds, type EngineId } from '../../../contract/container-rule.ts'
import type { Output } from '../../../contract/define.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { StepOutcome } from '../../../contract/switch-state.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { createPhases } from '../../../switch/phases.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { adoptVolumes, digestVolumes, offerVolumes, prepareReceiving } from '../verbs.ts'
import { rowsOf, type ContainerRow } from './containers-plan.ts'
import type { ContainersPlan } from './probe-containers.ts'
import { isTaken } from './container-answers.ts'
import { bringImages, type CopiedOfKind, type RowsOfEngine } from './run-images.ts'
import * as texts from './texts.ts'

const triesAtMost = 3

/** Receives beside the old volumes and exchanges them at the end, so that a cut leaves the old ones whole. */
export async function runContainers(
  pair: Pair,
  plan: ContainersPlan,
  answers: Answers,
  context: RunContext,
): Promise<StepOutcome> {
  const taken = plan.rows.filter((row) => isTaken(row, answers))
  if (taken.length === 0) return { text: texts.nothingToCopy, bytes: 0, items: 0 }
  const copied = { volume: 0, image: 0 }
  const withoutRoom: string[] = []
  let [bytes, byDocker] = [0, 0]
  for (const engine of engineIds) {
    const volumes = await bringVolumes(pair, { engine, rows: rowsOf('volume', taken, engine) }, context)
    const images = await bringImages(pair, { engine, rows: rowsOf('image', taken, engine) }, context)
    bytes += volumes.sentBytes + images.sentBytes
    copied.volume += volumes.copied
    copied.image += images.copied
    withoutRoom.push(...images.withoutRoom)
    if (engine === 'docker') byDocker = volumes.copied + images.copied
  }
  return {
    ...{ text: texts.done(copied, bytes, withoutRoom, pair.to.label), bytes, items: copied.volume + copied.image },
    ...(byDocker === 0 ? {} : { areas: [systemArea.id] }),
  }
}

async function bringVolumes(pair: Pair, { engine, rows }: RowsOfEngine, context: RunContext): Promise<CopiedOfKind> {
  let open = await stillToBring(pair, { engine, rows }, context.signal)
  let [sentBytes, copied] = [0, 0]
  for (let tries = 1; open.length > 0; tries++) {
    const brought = await bring(pair, { engine, rows: open }, context)
    sentBytes += brought.sentBytes
    copied += brought.placed.length
    open = open.filter(({ name }) => brought.different.includes(name))
    const names = open.map(({ name }) => name)
    if (open.length > 0) context.logger.log('warn', 'volumes differ from what was sent', { names })
    if (open.length > 0 && tries === triesAtMost)
      throw new AppError({ code: 'transfer-failed', ...texts.notArrived(names, pair) })
  }
  return { copied, sentBytes }
}

/** An earlier run of this step may have brought some. */
async function stillToBring(
  pair: Pair,
  { engine, rows }: RowsOfEngine,
  signal: AbortSignal,
): Promise<readonly ContainerRow[]> {
  const names = rows.map(({ name }) => name)
  const same = await sameOnBoth(pair, { engine, names }, { signal })
  return rows.filter(({ name }) => !same.digests.has(name))
}

type Brought = Output<typeof adoptVolumes> & { readonly sentBytes: number }

async function bring(
  pair: Pair,
  { engine, rows }: RowsOfEngine,
  { signal, report, logger }: RunContext,
): Promise<Brought> {
  const bytes = rows.reduce((sum, { from }) => sum + (from?.bytes ?? 0), 0)
  const phases = createPhases(report, {
    pack: { ms: Math.round(bytes / 100_000), current: texts.packing(pair.from.label), on: 'from' },
    push: { ms: Math.round(bytes / 100_000), current: texts.copying(pair.to.label) },
    adopt: { ms: Math.round(bytes / 100_000), current: texts.comparing, on: 'to' },
  })
  const names = rows.map(({ name }) => name)
  const offered = await pair.from.call(offerVolumes, { engine, names }, { signal, onProgress: phases.of('pack') })
  await pair.to.call(prepareReceiving, { names: offered.packed.map(({ name }) => name) }, { signal })
  const paths = offered.packed.map(({ name }) => `${name}.tar`)
  const pushed = await pushFiles(pair, { area: 'containers', paths }, { signal, onProgress: phases.of('push') })
  const volumes = offered.packed.map(({ name, digest, labels }) => {
    const stamp = rows.find((row) => row.name === name)?.to?.stamp
    return { name, digest, labels, ...(stamp === undefined ? {} : { stamp }) }
  })
  const adopted = await pair.to.call(adoptVolumes, { engine, volumes }, { signal, onProgress: phases.of('adopt') })
  for (const { name, said } of adopted.refused) logger.log('warn', 'a volume could not be unpacked', { name, said })
  return { ...adopted, sentBytes: pushed.sentBytes }
}

export interface SameVolumes {
  /** Names to digests, of those that both laptops have the same. */
  readonly digests: ReadonlyMap<string, string>
  /** Changed on the source since they were packed: what was proven is what was sent. */
  readonly later: readonly string[]
  /** Not the same, though nothing has changed them on the target since they were put there. */
  readonly different: readonly string[]
}

interface AskedVolumes {
  readonly engine: EngineId
  readonly names: readonly string[]
  readonly offered?: boolean
  readonly anew?: boolean
}

/** Reads what changed since it was read last; `anew`: all of it on the target. `offered`: as it was packed for sending. */
export async function sameOnBoth(
  { from, to }: Pair,
  { engine, names, offered = false, anew = false }: AskedVolumes,
  options: Pick<RunContext, 'signal'> & Partial<Pick<RunContext, 'report'>>,
): Promise<SameVolumes> {
  if (names.length === 0) return { digests: new Map(), later: [], different: [] }
  const { signal } = options
  const [here, there] = await Promise.all([
    from.call(digestVolumes, { engine, names: [...names], offered }, { signal }),
    to.call(digestVolumes, { engine, names: [...names], anew }, { signal, onProgress: options.report }),
  ])
  const known = new Map(there.digests.map(({ name, digest }) => [name, digest]))
  const same = here.digests.filter(({ name, digest }) => known.get(name) === digest)
  return {
    digests: new Map(same.map(({ name, digest }) => [name, digest])),
    later: same.flatMap(({ name, later }) => (later === true ? [name] : [])),
    different: there.digests.flatMap(({ name, asPlaced }) =>
      asPlaced === true && !same.some((one) => one.name === name) ? [name] : [],
    ),
  }
}
