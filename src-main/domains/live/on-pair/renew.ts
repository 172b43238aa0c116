/**
 * What stays out of live folders, as both laptops are now, and where each of them is. At the start of a switch, and once an hour while
 * nothing else is done.
 */
import { randomUUID } from 'node:crypto'
import type { AppParts, Holding } from '../../../commons/capability/app-capability.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { ignoreLines } from '../ignore-lines.ts'
import type { LiveFolderRequest } from '../person-requests.ts'
import { findLiveSets, readLive, renewLive } from '../verbs.ts'
import { onBothLocked, readOurs } from './turn-on.ts'

const renewEveryMs = 60 * 60_000
const patienceMs = 30_000

type Both = readonly [Machine, Machine]
type Parts = Pick<AppParts, 'calls' | 'connectIdle' | 'here' | 'logger' | 'whenIdle'>

/** Patterns of the person's own rules that leave something out. */
export async function readOwnRules({ calls }: Pick<AppParts, 'calls'>): Promise<readonly string[]> {
  const { rules } = await calls().homeExclusions({}, { callId: randomUUID() })
  return rules.flatMap(({ pattern, decision }) => (decision === 'exclude' ? [pattern] : []))
}

/** A switch goes on without: it carries what must not be live in any case. */
export function renewAtStart(parts: Pick<AppParts, 'calls' | 'logger'>): Holding {
  return {
    hold: (pair, operationId) => {
      const options = { signal: AbortSignal.timeout(patienceMs) }
      return logged(parts, async () => {
        const both: Both = [pair.from, pair.to]
        const folders = await foldersNow(both, parts, options)
        await writeOn(both, { operationId, folders }, options)
      })
    },
    release: () => Promise.resolve(),
  }
}

/** `isOn`: somebody has seen that folders are live. Otherwise it is looked for within an hour, and not again where none is. */
export function renewWhileIdle(parts: Parts): { readonly isOn: () => void } {
  let mayBeOn = true
  let isKnown = false
  let isFirst = true
  parts.whenIdle({
    everyMs: renewEveryMs,
    run: async (signal) => {
      // Nobody's agent is started as soon as the person signs in, to find that no folder is live.
      const isTooEarly = isFirst && !isKnown
      isFirst = false
      if (!mayBeOn || isTooEarly) return
      mayBeOn = (await (await parts.here()).call(readLive, {}, { signal })).ours.length > 0
      if (!mayBeOn) return
      await logged(parts, async () => {
        const pair = await parts.connectIdle()
        try {
          const both: Both = [pair.from, pair.to]
          const folders = await foldersNow(both, parts, { signal })
          const operationId = `live-${randomUUID()}`
          await onBothLocked(both, operationId, () => writeOn(both, { operationId, folders }, { signal }))
        } finally {
          pair.close()
        }
      })
    },
  })
  return {
    isOn: () => {
      mayBeOn = true
      isKnown = true
    },
  }
}

async function logged({ logger }: Pick<AppParts, 'logger'>, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    logger.log('info', 'what stays out of live folders was not renewed', { thrown: String(thrown) })
  }
}

/** Of those that both have. */
async function foldersNow(
  both: Both,
  parts: Pick<AppParts, 'calls'>,
  options: CallOptions,
): Promise<readonly LiveFolderRequest[]> {
  const ours = await readOurs(both, options)
  if (ours.length === 0) return []
  const places = ours.map(({ place }) => place)
  const [own, found] = await Promise.all([
    readOwnRules(parts),
    Promise.all(both.map((machine) => machine.call(findLiveSets, { places }, options))),
  ])
  const sets = found.flatMap((one) => one.sets)
  return ours.map(({ id, place }) => ({ id, place, lines: [...ignoreLines({ place, own, sets })] }))
}

interface Renewed {
  readonly operationId: string
  readonly folders: readonly LiveFolderRequest[]
}

async function writeOn(both: Both, { operationId, folders }: Renewed, options: CallOptions): Promise<void> {
  if (folders.length === 0) return
  await Promise.all(both.map((machine) => machine.call(renewLive, { operationId, folders: [...folders] }, options)))
}
