import { setTimeout as wait } from 'node:timers/promises'
import { readSets } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { readMeasured } from '../../../../commons/snapshot-sets/on-machine/set-sidecars.ts'
import { toWireError } from '../../../../contract/wire-error.ts'
import type { Logger } from '../../../../kernel/logger.ts'
import { listSets } from '../sets/list-sets.ts'
import { measureHeld } from './measure-held.ts'
import { measureSets } from './measure-sets.ts'

interface Host {
  readonly stateFolder: string
  readonly logger: Logger
  /** When the agent ends. */
  readonly closing: AbortSignal
}

export interface Measurer {
  /**
   * A minute from now: measuring reads where every file lies, and a switch that has just ended is followed by a person who
   * closes the lid, or goes on working. Whatever is not measured by then, the timer measures.
   */
  soon(host: Host): void
  /** Work has begun that somebody waits for. What is being measured is given up, and the minute begins again. */
  putOff(): void
}

/** One for each agent, which never measures twice at once. */
export function createMeasurer(measure: typeof measureRecent = measureRecent, quietMs = 60_000): Measurer {
  let open: { readonly host: Host; readonly stop: AbortController } | undefined
  const soon = (host: Host): void => {
    open?.stop.abort()
    const mine = { host, stop: new AbortController() }
    open = mine
    const { stateFolder, logger, closing } = host
    const signal = AbortSignal.any([closing, mine.stop.signal])
    void wait(quietMs, undefined, { signal, ref: false })
      .then(() => measure(stateFolder, logger, signal))
      .catch(() => undefined)
      .finally(() => {
        if (open === mine) open = undefined
      })
  }
  return {
    soon,
    putOff: () => {
      if (open !== undefined) soon(open.host)
    },
  }
}

/**
 * What a set holds alone is final once the next set is taken. Nobody waits for this number: it is given up on
 * `signal`, and a list without it shows it as unknown.
 */
export async function measureRecent(stateFolder: string, logger: Logger, signal: AbortSignal): Promise<void> {
  const recent = readSets(stateFolder).slice(1, 1 + recentSets)
  const ids = recent.flatMap(({ id }) => (readMeasured(stateFolder, id) === undefined ? [id] : []))
  if (ids.length > 0) await measureGently(stateFolder, ids, logger, signal)
}

const recentSets = 3

/** So that a limit on the share of the disk uses measured sizes. The newest set is left out. */
export async function measureUnknown(stateFolder: string, logger: Logger, signal: AbortSignal): Promise<void> {
  const listing = await listSets(stateFolder, { signal })
  const unknown = listing.sets.slice(1).filter(({ space }) => space.kind !== 'exact')
  const ids = unknown.slice(0, mostAtOnce).map(({ id }) => id)
  if (ids.length > 0) await measureGently(stateFolder, ids, logger, signal)
  await unlessItFails(logger, () => measureHeld(stateFolder, listing, { signal }))
}

/** Seconds each, while the disk is idle. The others follow next time. */
const mostAtOnce = 50

function measureGently(
  stateFolder: string,
  ids: readonly string[],
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  return unlessItFails(logger, () => measureSets(stateFolder, ids, { signal, gently: true, report: () => undefined }))
}

async function unlessItFails(logger: Logger, measure: () => Promise<unknown>): Promise<void> {
  try {
    await measure()
  } catch (thrown) {
    logger.log('debug', 'a snapshot was not measured', { error: toWireError(thrown) })
  }
}
