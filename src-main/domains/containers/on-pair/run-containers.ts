import { pushFiles } from '../../../commons/transfers/on-pair/push-files.ts'
import type { Output } from '../../../contract/define.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { StepOutcome } from '../../../contract/switch-state.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { createPhases } from '../../../switch/phases.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { adoptVolumes, digestVolumes, offerVolumes, prepareVolumes } from '../verbs.ts'
import type { VolumeRow } from './containers-plan.ts'
import type { ContainersPlan } from './probe-containers.ts'
import { isTaken } from './volume-answers.ts'
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
  const nothing = { text: texts.nothingToCopy, bytes: 0, items: 0 }
  if (taken.length === 0) return nothing
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
  return copied === 0
    ? { ...nothing, text: texts.noneCopied }
    : { text: texts.done(copied, sentBytes, pair.to.label), bytes: sentBytes, items: copied }
}

/** An earlier run of this step may have brought some. */
async function stillToBring(
  pair: Pair,
  taken: readonly VolumeRow[],
  signal: AbortSignal,
): Promise<readonly VolumeRow[]> {
  const names = taken.map(({ name }) => name)
  const same = await sameOnBoth(pair, { names }, { signal })
  return taken.filter(({ name }) => !same.digests.has(name))
}

type Brought = Output<typeof adoptVolumes> & { readonly sentBytes: number }

async function bring(pair: Pair, rows: readonly VolumeRow[], { signal, report, logger }: RunContext): Promise<Brought> {
  const bytes = rows.reduce((sum, { from }) => sum + (from?.bytes ?? 0), 0)
  const phases = createPhases(report, {
    pack: { ms: Math.round(bytes / 100_000), current: texts.packing(pair.from.label) },
    push: { ms: Math.round(bytes / 100_000), current: texts.copying(pair.to.label) },
    adopt: { ms: Math.round(bytes / 100_000), current: texts.comparing },
  })
  const names = rows.map(({ name }) => name)
  const offered = await pair.from.call(offerVolumes, { names }, { signal, onProgress: phases.of('pack') })
  await pair.to.call(prepareVolumes, { names: offered.packed.map(({ name }) => name) }, { signal })
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
