/**
 * The job `bundles-room`: where little of the disk is free, bundles that are proven to be in a place are put away, those that nobody used for
 * longest first. What really became free counts, and those that share all that they have with something are left alone.
 */
import { giveBackRoom } from '../../../tools/btrfs/give-back-room.ts'
import { statfsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { AgentHost, AllInAgent, JobContext } from '../../../commons/capability/agent-capability.ts'
import { whileReserved } from '../../../commons/ledger/on-machine/while-reserved.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import type { Message } from '../../../kernel/message.ts'
import { measureTrees } from '../../../tools/btrfs/btrfs-du.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, type BundleFacts } from '../schemas.ts'
import { readBundles } from './bundle-folders.ts'
import { bundlesFolder } from './bundle-paths.ts'
import { lastUsed } from './bundle-use.ts'
import { putAway } from './put-away.ts'
import { readSomewhere, type PlacesRequest } from './read-places.ts'

export interface RoomWanted {
  /** Of the disk, in percent: above the one it begins, at the other it ends. */
  readonly above: number
  readonly until: number
}

const usual: RoomWanted = { above: 90, until: 70 }
/** What frees less is not worth bringing back. */
const leastBytes = 1_000_000
const lookEveryMs = 500

type Job = Pick<JobContext, 'signal' | 'report' | 'turn'>
type All = Pick<AllInAgent, 'blocksSwitch'>

export async function makeRoom(
  host: Pick<AgentHost, 'stateFolder' | 'runFolder'>,
  { blocksSwitch }: All,
  { signal, report, turn }: Job,
  { above, until }: RoomWanted = usual,
): Promise<Message> {
  const { stateFolder } = host
  if (!readBundles(stateFolder).some(isHere)) return bundlesMessages.noneToPutAway({})
  const before = readRoom(stateFolder)
  if (before.percent <= above) return bundlesMessages.roomEnough({ percent: before.percent })
  const tried = new Set<string>()
  const read = new Map<string, ReadElsewhere>()
  const unproven = new Set<string>()
  const damaged = new Set<string>()
  let bundles = 0
  let now = before
  while (now.percent > until) {
    await turn()
    const going = await findNext(stateFolder, tried, signal)
    if (going === undefined) break
    const bundle = bundleText(going.head.bundle)
    report({ done: bundles, unit: 'steps', current: bundlesMessages.puttingAway({ bundle }) })
    const request: PlacesRequest = { host }
    const seen = read.get(bundle) ?? (await readElsewhere(request, going, { signal, report }))
    read.set(bundle, seen)
    for (const place of seen.damaged) damaged.add(`${bundle} (${place})`)
    const reserved = await whileReserved(stateFolder, { signal, blocksSwitch }, (operationId) =>
      putIfProven(request, { operationId, bundle: going.head.bundle }, { signal, readSince: seen.readSince }),
    )
    // Somebody was quicker than the look before: it has another turn.
    if (reserved.kind === 'busy') {
      if (Date.now() - seen.readMs > justNowMs) read.delete(bundle)
      await pause(lookEveryMs, undefined, { signal })
      continue
    }
    tried.add(bundle)
    if (reserved.value === 'away') bundles += 1
    else unproven.add(bundle)
    if (reserved.value === 'away') now = await readFreed(stateFolder, signal)
  }
  const left = readBundles(stateFolder).filter(isHere)
  return bundlesMessages.roomMade({
    ...{ bundles, percent: now.percent, freedBytes: Math.max(0, now.freeBytes - before.freeBytes) },
    isEnough: now.percent <= until,
    pinned: left.filter(isPinned).length,
    unproven: unproven.size,
    ...(damaged.size === 0 ? {} : { damaged: [...damaged] }),
  })
}

const isHere = ({ isAway }: BundleFacts): boolean => isAway === undefined
const isPinned = ({ use }: BundleFacts): boolean => use?.isPinned === true

/** With each that goes, others hold more by themselves. */
async function findNext(
  stateFolder: string,
  tried: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<BundleFacts | undefined> {
  const candidates = readBundles(stateFolder)
    .filter((facts) => isHere(facts) && !isPinned(facts) && !tried.has(bundleText(facts.head.bundle)))
    .toSorted((one, other) => lastUsed(one).localeCompare(lastUsed(other)))
  for (const facts of candidates) {
    const [size] = await measureTrees([facts.place], { signal, gently: true })
    if ((size?.exclusiveBytes ?? 0) >= leastBytes) return facts
  }
  return undefined
}

/** unproven: as far as is known now it is nowhere else, or it is being read. */
async function putIfProven(
  request: PlacesRequest,
  wanted: Parameters<typeof putAway>[1],
  { signal, readSince }: { readonly signal: AbortSignal; readonly readSince: string },
): Promise<'away' | 'unproven'> {
  try {
    await putAway(request, wanted, { signal, isUnattended: true, readSince })
    return 'away'
  } catch (thrown) {
    signal.throwIfAborted()
    const { problem } = toAppError(thrown)
    const { notProvenElsewhere, notReadNow, onlyDamaged, inUse, alreadyAway, noBundle, unreadable } = bundlesMessages
    const expected = [notProvenElsewhere, notReadNow, onlyDamaged, inUse, alreadyAway, noBundle, unreadable]
    const known = expected.map(({ id }) => id)
    if (problem !== undefined && known.includes(problem.id)) return 'unproven'
    throw thrown
  }
}

interface ReadElsewhere {
  /** What was read there since then counts. */
  readonly readSince: string
  /** When that was over. */
  readonly readMs: number
  /** Places in which it was found to be. */
  readonly damaged: readonly string[]
}

/** A laptop that somebody else has reserved for longer waits with it, and it is read again. */
const justNowMs = 15 * 60_000

/** All of it, before the laptop is reserved: in the first place that can be reached and has it. */
async function readElsewhere(
  request: PlacesRequest,
  facts: BundleFacts,
  { signal, report }: Pick<Job, 'signal' | 'report'>,
): Promise<ReadElsewhere> {
  const readSince = new Date().toISOString()
  const onReading = (place: string) => {
    const current = bundlesMessages.readingAt({ bundle: bundleText(facts.head.bundle), place })
    const onRead = (done: number, total: number) => report({ done, total, unit: 'bytes', current })
    return { onSent: () => undefined, onRead }
  }
  const { damaged } = await readSomewhere(request, facts, { signal, onReading })
  return { readSince, readMs: Date.now(), damaged }
}

interface Room {
  readonly freeBytes: number
  /** Used, of what anybody may use. */
  readonly percent: number
}

function readRoom(stateFolder: string): Room {
  const { bavail, blocks, bfree, bsize } = statfsSync(bundlesFolder(stateFolder))
  const used = blocks - bfree
  return { freeBytes: bavail * bsize, percent: Math.ceil((used * 100) / Math.max(1, used + bavail)) }
}

/** Once the kernel has given back what was deleted. */
async function readFreed(stateFolder: string, signal: AbortSignal): Promise<Room> {
  // The next one is put away for what is not free yet otherwise.
  await giveBackRoom(bundlesFolder(stateFolder), { signal }, Infinity)
  return readRoom(stateFolder)
}
