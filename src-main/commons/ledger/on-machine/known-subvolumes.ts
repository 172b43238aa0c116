/**
 * Which subvolumes the contents of this laptop were in when both laptops were last equal. Where another one is in their place, or
 * the same one as it was earlier, another program than pc-switcher has put it there (a rollback by Timeshift or snapper, a
 * disk that was restored): nothing that is remembered of the contents is true of it.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { distinct } from '../../../kernel/distinct.ts'
import { bufferFromBytePath, isUtf8 } from '../../../kernel/byte-path.ts'
import type { Logger } from '../../../kernel/logger.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { isSubvolume, showLineage } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { recallState, removeState, writeState } from '../../../tools/files/state-file.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { AllInAgent } from '../../capability/agent-capability.ts'
import { homeArea, systemArea } from '../../snapshot-sets/areas.ts'
import { findSubvolumeRoot } from '../../snapshot-sets/on-machine/check-place.ts'
import { inspectLayout, type LayoutInspection, type Places } from '../../snapshot-sets/on-machine/find-layout.ts'
import { withNested } from '../../snapshot-sets/on-machine/find-nested.ts'
import { areaIdSchema, type Subvolume } from '../../snapshot-sets/schemas.ts'
import { ledgerMessages } from '../messages.ts'
import { readLedgerFile } from './ledger-file.ts'
import { makeHolderUnclear } from './unclear-holder.ts'

const knownSchema = z.object({
  /** A folder in it. */
  place: z.string(),
  areas: z.array(areaIdSchema),
  uuid: z.string(),
  /** As a number of the file system's, which only grows. */
  changed: z.number(),
  /** A subvolume inside another one, which programs delete and make anew. */
  isInside: z.boolean(),
})
type Known = z.infer<typeof knownSchema>

const recordSchema = z.object({ version: z.literal(1), subvolumes: z.array(knownSchema) })

export interface KnownSubvolumes {
  /** What is there now is what both laptops have in common. */
  record(stateFolder: string, options: RunOptions): Promise<void>
  /**
   * Before anything remembered is believed. Where contents were replaced, it is unclear from then on who has the latest work, and
   * what was known of them is forgotten, as by a rollback of ours. What is there then is known.
   */
  notice(stateFolder: string, options: NoticeOptions): Promise<void>
}

type NoticeOptions = RunOptions & { readonly logger?: Logger }

interface Parts extends Pick<AllInAgent, 'areas' | 'blocksSwitch' | 'forget'> {
  readonly placesOf: (stateFolder: string) => Places
}

export function createKnownSubvolumes(parts: Parts): KnownSubvolumes {
  /** Several may ask at once. */
  let noticed = Promise.resolve()

  async function record(stateFolder: string, options: RunOptions): Promise<void> {
    const places = parts.placesOf(stateFolder)
    const inspection = await inspectLayout(places, { ...options, partly: true })
    if (!('nested' in inspection)) return
    const subvolumes = [
      ...(await outer(inspection, places, options)),
      ...(await insideHome(inspection, places, options)),
    ]
    writeState(recordState(stateFolder), { version: 1, subvolumes })
  }

  async function notice(stateFolder: string, options: NoticeOptions): Promise<void> {
    // A rollback of ours that is not finished, or nothing that could be wrong.
    if (parts.blocksSwitch(stateFolder) !== undefined || readLedgerFile(stateFolder).holder.kind === 'none') return
    const known = recallState(recordState(stateFolder))
    const replaced = await findReplaced(known?.subvolumes ?? [], options)
    if (replaced.length > 0) {
      const areas = distinct(replaced.flatMap((one) => one.areas))
      const titles = [homeArea, systemArea, ...parts.areas]
        .filter(({ id }) => areas.includes(id))
        .map(({ title }) => title)
      // First: until the rest is done as well, it is noticed again.
      makeHolderUnclear(stateFolder, ledgerMessages.replaced({ titles }), new Date().toISOString())
      await parts.forget(stateFolder, areas, undefined, options.logger)
    }
    if (replaced.length > 0 || known === undefined) await record(stateFolder, options)
  }

  return {
    record,
    notice(stateFolder, options) {
      const next = noticed.then(() => notice(stateFolder, options))
      noticed = next.catch(() => undefined)
      return next
    },
  }
}

/** When what is there was replaced by ourselves: it is known again once somebody looks. */
export function forgetSubvolumes(stateFolder: string): void {
  removeState(recordState(stateFolder).path)
}

function recordState(stateFolder: string): StateText<z.infer<typeof recordSchema>> {
  return {
    path: path.join(stateFolder, 'known-subvolumes.json'),
    schema: recordSchema,
    without: ledgerMessages.withoutKnownSubvolumes({}),
  }
}

type Ready = Extract<LayoutInspection, { nested: unknown }>

async function outer({ layout }: Ready, places: Places, options: RunOptions): Promise<readonly Known[]> {
  const found: Known[] = []
  for (const { areas, path: root } of layout.subvolumes) {
    const { uuid, changed } = await showLineage(root, options)
    for (const area of areas)
      found.push({ place: placeOf(area, root, places), areas: [area], uuid, changed: Number(changed), isInside: false })
  }
  return found
}

/** The folder of the area, as another subvolume can be mounted there later; of a home that is mounted, the home. */
function placeOf(area: string, root: string, { areas }: Places): string {
  const folder = areas[area] ?? root
  return isAtOrBelow(folder, root) ? folder : root
}

/** Those in /home: what the system has inside, as containers and machines, comes and goes. */
async function insideHome({ nested }: Ready, places: Places, options: RunOptions): Promise<readonly Known[]> {
  const found: Known[] = []
  for (const { id, around } of nested) await addNested(found, { id, around }, places, options)
  return found
}

async function addNested(
  found: Known[],
  { id, around }: { readonly id: number; readonly around: Subvolume },
  { areas }: Places,
  options: RunOptions,
): Promise<void> {
  await withNested(around.path, id, options, async (openPath, within) => {
    const place = path.join(around.path, bufferFromBytePath(within).toString())
    if (!isUtf8(within) || !isAtOrBelow(place, areas.home)) return
    const { uuid, changed } = await showLineage(openPath, options)
    found.push({ place, areas: [homeArea.id], uuid, changed: Number(changed), isInside: true })
  })
}

function isAtOrBelow(place: string, folder: string): boolean {
  return !path.relative(folder, place).startsWith('..')
}

async function findReplaced(known: readonly Known[], options: RunOptions): Promise<readonly Known[]> {
  const replaced: Known[] = []
  for (const one of known) if (await isReplaced(one, options)) replaced.push(one)
  return replaced
}

async function isReplaced({ place, uuid, changed, isInside }: Known, options: RunOptions): Promise<boolean> {
  if (!existsSync(place) || (isInside && !isSubvolume(place))) return false
  const root = findSubvolumeRoot(place)
  if (root === undefined) return false
  const now = await showLineage(root, options)
  if (now.uuid === uuid) return Number(now.changed) < changed
  // What a program makes anew in a folder of its own is a snapshot of nothing.
  return !isInside || now.parentUuid !== undefined
}
