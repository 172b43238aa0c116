import { pushFiles } from '../../../commons/transfers/on-pair/push-files.ts'
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
import { bringImages, type CopiedOfKind } from './run-images.ts'
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
  const volumes = await bringVolumes(pair, rowsOf('volume', taken), context)
  const images = await bringImages(pair, rowsOf('image', taken), context)
  const bytes = volumes.sentBytes + images.sentBytes
  const copied = { volume: volumes.copied, image: images.copied }
  return {
    text: texts.done(copied, bytes, images.withoutRoom, pair.to.label),
    bytes,
    items: volumes.copied + images.copied,
  }
}

async function bringVolumes(pair: Pair, taken: readonly ContainerRow[], context: RunContext): Promise<CopiedOfKind> {
  let open = await stillToBring(pair, taken, context.signal)
  let [sentBytes, copied] = [0, 0]
  for (let tries = 1; open.length > 0; tries++) {
    const brought = await bring(pair, open, context)
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
  taken: readonly ContainerRow[],
  signal: AbortSignal,
): Promise<readonly ContainerRow[]> {
  const names = taken.map(({ name }) => name)
  const same = await sameOnBoth(pair, { names }, { signal })
  return taken.filter(({ name }) => !same.digests.has(name))
}

type Brought = Output<typeof adoptVolumes> & { readonly sentBytes: number }

async function bring(
  pair: Pair,
  rows: readonly ContainerRow[],
  { signal, report, logger }: RunContext,
): Promise<Brought> {
  const bytes = rows.reduce((sum, { from }) => sum + (from?.bytes ?? 0), 0)
  const phases = createPhases(report, {
    pack: { ms: Math.round(bytes / 100_000), current: texts.packing(pair.from.label) },
    push: { ms: Math.round(bytes / 100_000), current: texts.copying(pair.to.label) },
    adopt: { ms: Math.round(bytes / 100_000), current: texts.comparing },
  })
  const names = rows.map(({ name }) => name)
  const offered = await pair.from.call(offerVolumes, { names }, { signal, onProgress: phases.of('pack') })
  await pair.to.call(prepareReceiving, { names: offered.packed.map(({ name }) => name) }, { signal })
  const paths = offered.packed.map(({ name }) => `${name}.tar`)
  const pushed = await pushFiles(pair, { area: 'containers', paths }, { signal, onProgress: phases.of('push') })
  const volumes = offered.packed.map(({ name, digest, labels }) => {
    const stamp = rows.find((row) => row.name === name)?.to?.stamp
    return { name, digest, labels, ...(stamp === undefined ? {} : { stamp }) }
  })
  const adopted = await pair.to.call(adoptVolumes, { volumes }, { signal, onProgress: phases.of('adopt') })
  for (const { name, said } of adopted.refused) logger.log('warn', 'a volume could not be unpacked', { name, said })
  return { ...adopted, sentBytes: pushed.sentBytes }
}

export interface SameVolumes {
  /** Names to digests, of those that both laptops have the same. */
  readonly digests: ReadonlyMap<string, string>
  /** Changed on the laptop that is left since they were packed: what was proven is what was sent. */
  readonly later: readonly string[]
  /** Not the same, though nothing has changed them on the laptop that is taken since they were put there. */
  readonly different: readonly string[]
}

/** Reads what changed since it was read last; `anew`: all of it on the laptop that is taken. `offered`: as it was packed for sending. */
export async function sameOnBoth(
  { from, to }: Pair,
  {
    names,
    offered = false,
    anew = false,
  }: { readonly names: readonly string[]; readonly offered?: boolean; readonly anew?: boolean },
  options: Pick<RunContext, 'signal'> & Partial<Pick<RunContext, 'report'>>,
): Promise<SameVolumes> {
  if (names.length === 0) return { digests: new Map(), later: [], different: [] }
  const { signal } = options
  const [here, there] = await Promise.all([
    from.call(digestVolumes, { names: [...names], offered }, { signal }),
    to.call(digestVolumes, { names: [...names], anew }, { signal, onProgress: options.report }),
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
