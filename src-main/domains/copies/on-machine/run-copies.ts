/**
 * The job: copies the newest set of each day to each place, removes what the place keeps no longer, or verifies what is there. Each place
 * is by itself: that one is not there keeps nothing from the others.
 */
import { z } from 'zod'
import type { AgentHost, AllInAgent, JobContext } from '../../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { removeHold, writeHold } from '../../../commons/snapshot-sets/on-machine/holds.ts'
import { readSets } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { isSetPinned } from '../../../commons/snapshot-sets/on-machine/set-sidecars.ts'
import { takeSet } from '../../../commons/snapshot-sets/on-machine/take-set.ts'
import { haveIdentity } from '../../../commons/laptop/on-machine/identity.ts'
import { whileReserved } from '../../../commons/ledger/on-machine/while-reserved.ts'
import type { Description } from '../../../commons/snapshot-sets/schemas.ts'
import { toAgentError } from '../../../contract/agent-error.ts'
import { toAppError, toMessage, AppError } from '../../../kernel/app-error.ts'
import type { Message } from '../../../kernel/message.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { copiesMessages } from '../messages.ts'
import { startOfDay } from '../../../kernel/local-days.ts'
import { dueSets } from '../due-sets.ts'
import { copiesToRemove } from '../kept-copies.ts'
import { keepsAll, type CopyPlace } from '../../../commons/places/schemas.ts'
import { isKnownDamaged, copyKey, type Copy } from '../schemas.ts'
import { isNotConnected, presenceOf } from '../../../commons/places/on-machine/place-presence.ts'
import { inPieces } from './in-pieces.ts'
import { rememberWhatIsThere } from './look-at-places.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import type { OpenedCopies, PlaceWork } from './opened-copies.ts'
import { findCopyPlace, readCopyPlaces, withCopies } from './with-copies.ts'
import { recallPlace, rememberPlace, type PlaceMemory } from './place-memory.ts'

export const copiesInputSchema = z.partialRecord(z.enum(['place', 'what']), z.string())

/** What is verified at a time: all of a place in as many runs. */
const parts = 4

export async function runCopies(host: CopyHost, all: AllInCopies, job: JobContext): Promise<Message> {
  const { place: name, what = 'copy' } = job.input
  const places = name === undefined ? readCopyPlaces(host.stateFolder) : [findCopyPlace(host.stateFolder, name)]
  if (places.length === 0) return copiesMessages.noPlaces({})
  const told = what === 'copy' ? 'copy' : 'verify'
  const [first] = places
  const begin = async (): Promise<Description | undefined> => {
    if (first !== undefined && !places.some((place) => presenceOf(place) !== 'not-there'))
      throw placesMessages.notConnected({ place: first.name })
    return told === 'copy' ? await haveSetOfNow(host, all, job) : undefined
  }
  const each: WorkAtEach = { host, what: told, job }
  const newest = await begin().catch((thrown: unknown) => {
    for (const place of places) noteFailure(each, place, thrown)
    throw thrown
  })
  if (newest === undefined) return verifyPlaces(each, places, what === 'verify-all' ? 1 : parts)
  const { done: copied, failed, away } = await atEach(each, places, (place) => copyTo(host, place, newest, job))
  if (failed.length > 0) throw copiesMessages.someFailed({ failed, done: copied.map(({ place }) => place), away })
  return copiesMessages.copied({ places: copied, away })
}

interface WorkAtEach {
  readonly host: CopyHost
  readonly what: 'copy' | 'verify'
  readonly job: JobContext
}

/** What becomes of the work at a place is told beside it, until it is next worked at. */
function noteFailure({ host, what, job }: WorkAtEach, { id }: CopyPlace, thrown: unknown): void {
  const failed = { kind: 'failed' as const, at: new Date().toISOString(), what, error: toAgentError(thrown) }
  rememberPlace(host.stateFolder, id, { work: job.signal.aborted ? undefined : failed })
}

interface AtEach<T> {
  readonly done: T[]
  readonly failed: { readonly place: string; readonly why: Message }[]
  /** Those that are not connected. */
  readonly away: string[]
  readonly isDamaged: boolean
}

/**
 * What fails at one place keeps nothing from the others; what fails at the only one is thrown as it is. A place that lies in a drawer
 * fails nothing, as long as another one is done.
 */
async function atEach<T>(
  each: WorkAtEach,
  places: readonly CopyPlace[],
  work: (place: CopyPlace) => Promise<T>,
): Promise<AtEach<T>> {
  const { host, what, job } = each
  const done: T[] = []
  const missed: { place: string; error: AppError; isAway: boolean }[] = []
  for (const place of places) {
    const wasAway = isNotConnected(place)
    rememberPlace(host.stateFolder, place.id, { work: { kind: 'running', at: new Date().toISOString(), what } })
    try {
      done.push(await work(place))
      rememberPlace(host.stateFolder, place.id, { work: undefined })
    } catch (thrown) {
      noteFailure(each, place, thrown)
      job.signal.throwIfAborted()
      if (places.length === 1) throw thrown
      const error = toAppError(thrown)
      const isNow = error.problem?.id === placesMessages.notConnected.id
      missed.push({ place: place.name, error, isAway: wasAway || isNow })
    }
  }
  const failed = done.length === 0 ? missed : missed.filter(({ isAway }) => !isAway)
  return {
    done,
    failed: failed.map(({ place, error }) => ({ place, why: toMessage(error) })),
    away: missed.filter((one) => !failed.includes(one)).map(({ place }) => place),
    isDamaged: failed.some(({ error }) => error.code === 'not-verified'),
  }
}

/** A person who copies now means what is there now; a timer one of today. */
async function haveSetOfNow(host: CopyHost, all: AllInCopies, job: JobContext): Promise<Description> {
  const byHand = job.input['what'] !== undefined
  const [newest] = finishedSets(host.stateFolder)
  const today = startOfDay(new Date()).getTime()
  if (newest !== undefined && !byHand && Date.parse(newest.at) >= today) return newest
  const { stateFolder, logger } = host
  const { signal } = job
  await all.beforeSnapshots({ stateFolder, logger }, signal)
  const taken = await whileReserved(stateFolder, { signal, blocksSwitch: all.blocksSwitch }, (switchId) =>
    takeSet(
      machinePlaces(stateFolder, readSwapFiles(), all.areas),
      { switchId, reason: 'scheduled', occasion: copiesMessages.beforeCopying({}) },
      { signal, report: () => undefined },
    ),
  )
  if (taken.kind === 'done') return taken.value
  // A switch that runs takes its own; an earlier one is better than none.
  if (newest !== undefined) return newest
  throw copiesMessages.nothingToCopy({ why: taken.why })
}

type CopyHost = PlaceHost & Pick<AgentHost, 'logger'>
type AllInCopies = Pick<AllInAgent, 'areas' | 'beforeSnapshots' | 'blocksSwitch'>

const partly: readonly Description['reason'][] = ['before-restore', 'before-rollback']

/**
 * Whole sets of what this laptop had, the newest first: not those of a part, nor copies that were brought back, nor what a wrong clock
 * has dated into the future.
 */
function finishedSets(stateFolder: string): readonly Description[] {
  const now = new Date().toISOString()
  return readSets(stateFolder).flatMap(({ content, subvolumes }) => {
    if (content.kind !== 'described' || content.description.state !== 'finished') return []
    const { description } = content
    const isOther = description.occasion?.id === copiesMessages.broughtBack.id
    if (isOther || partly.includes(description.reason) || description.at > now) return []
    return description.snapshots.every(({ subvolume }) => subvolumes.includes(subvolume)) ? [description] : []
  })
}

interface Copied {
  readonly place: string
  readonly sets: number
  readonly bytes: number
  readonly removed: number
  /** Whether files could not be read. */
  readonly isWhole: boolean
  /** Paths there of what stays although it is no copy. */
  readonly others: string[]
  /** What it has of the newest snapshot. */
  readonly isDamaged?: boolean
}

function workOf(job: JobContext): PlaceWork {
  const { signal, turn } = job
  return {
    signal,
    turn,
    report: ({ done, total, current }) =>
      job.report({ done, unit: 'bytes', current, ...(total === undefined ? {} : { total }) }),
  }
}

async function copyTo(host: CopyHost, place: CopyPlace, newest: Description, job: JobContext): Promise<Copied> {
  const { stateFolder } = host
  const work = workOf(job)
  return withCopies(host, place, { signal: job.signal }, async (open) => {
    const { key } = haveIdentity(stateFolder)
    const found = (await open.list()).filter(({ owner }) => owner === key)
    // First: a place that is full has room again then.
    const removed = await removeOld({ open, place, found }, work, stateFolder)
    const damaged = new Set(recallPlace(stateFolder, place.id).damaged)
    const sets = dueSets({ sets: finishedSets(stateFolder), copies: found, damaged, newest })
    // Reading what is there, afterwards, adds nothing to what is copied.
    const piece = inPieces([...sets.map(() => 1), 0], work.report)
    const copies: Copy[] = []
    const inTheWay: AppError[] = []
    try {
      for (const [index, set] of sets.entries()) {
        writeHold(stateFolder, `copying-${place.id}`, { setId: set.id, why: copiesMessages.beingCopied({}) })
        const copy = await open.put(set, { ...work, report: piece(index) }).catch(notCopied)
        if (copy instanceof AppError) {
          inTheWay.push(copy)
          continue
        }
        copies.push(copy)
        // What the next one builds on.
        if (open.isBuiltOn)
          writeHold(stateFolder, `copied-${place.id}`, {
            setId: set.id,
            why: copiesMessages.neededAsBase({ place: place.name }),
          })
      }
    } finally {
      removeHold(stateFolder, `copying-${place.id}`)
    }
    await rememberWhatIsThere(host, place, open)
    if (job.input['place'] === undefined && isToVerify(recallPlace(stateFolder, place.id), place))
      await verifyPart(host, { place, open, of: parts }, { ...work, report: piece(sets.length) })
    const [first] = inTheWay
    if (first !== undefined) throw first
    const bytes = copies.reduce((sum, copy) => sum + copy.bytes, 0)
    return {
      place: place.name,
      sets: copies.length,
      bytes,
      removed,
      isWhole: copies.every((copy) => copy.isWhole),
      others: [...open.others()],
      ...(found.some((copy) => copy.set.id === newest.id && isKnownDamaged(copy, damaged)) ? { isDamaged: true } : {}),
    }
  })
}

/** Of one whose name something else has there: the other sets are copied all the same. */
function notCopied(thrown: unknown): AppError {
  const error = toAppError(thrown)
  if (error.problem?.id !== copiesMessages.inTheWay.id) throw thrown
  return error
}

/** A part of each place every week, by the timer: all of it in a month. */
const isToVerify = ({ verified }: PlaceMemory, { addedAt }: CopyPlace): boolean =>
  Date.now() - Date.parse(verified?.at ?? addedAt) > weekMs

const weekMs = 7 * 86_400_000
const longMs = 60 * 86_400_000

interface FoundCopies {
  readonly open: OpenedCopies
  readonly place: CopyPlace
  /** Of this laptop. */
  readonly found: readonly Copy[]
}

/** How many were removed. */
async function removeOld({ open, place, found }: FoundCopies, work: PlaceWork, stateFolder: string): Promise<number> {
  if (keepsAll(place)) return 0
  const { prunedAt = place.addedAt, seenAt = place.addedAt, damaged, failed } = recallPlace(stateFolder, place.id)
  // After so long a clock may be wrong that would make all of them old.
  if (Date.now() - Date.parse(seenAt) > longMs) return 0
  // Any of them may be the only one that is whole.
  if (failed !== undefined) return 0
  const pinned = new Set(readSets(stateFolder).flatMap(({ id }) => (isSetPinned(stateFolder, id) ? [id] : [])))
  const going = copiesToRemove(found, { policy: place.policy, pinned, damaged: new Set(damaged) }, new Date())
  const removed = going.length > 0 ? await open.remove(going, work) : 0
  if (Date.now() - Date.parse(prunedAt) > weekMs) {
    await open.sweep(work)
    rememberPlace(stateFolder, place.id, { prunedAt: new Date().toISOString() })
  }
  return removed
}

async function verifyPlaces(each: WorkAtEach, places: readonly CopyPlace[], of: number): Promise<Message> {
  const { host, job } = each
  const { done, failed, away, isDamaged } = await atEach(each, places, (place) =>
    withCopies(host, place, { signal: job.signal }, (open) => verifyPart(host, { place, open, of }, workOf(job))),
  )
  if (isDamaged) throw copiesMessages.someDamaged({ failed, done, away })
  if (failed.length > 0) throw copiesMessages.someNotRead({ failed, done, away })
  return copiesMessages.verified({ places: done, away })
}

interface ToVerify {
  readonly place: CopyPlace
  readonly open: OpenedCopies
  /** In so many parts, one after the other. */
  readonly of: number
}

async function verifyPart(host: CopyHost, { place, open, of }: ToVerify, work: PlaceWork) {
  const { stateFolder } = host
  const { verified, damaged: damagedBefore } = recallPlace(stateFolder, place.id)
  const part = of === 1 || verified === undefined || verified.of !== of ? 1 : (verified.part % of) + 1
  const found = await open.prove({ part, of }, work).catch((thrown: unknown) => {
    const at = new Date().toISOString()
    if (toAppError(thrown).code === 'not-verified') rememberPlace(stateFolder, place.id, { failed: { at, part, of } })
    throw thrown
  })
  await rememberWhatIsThere(host, place, open)
  const at = new Date().toISOString()
  // One whose record cannot be read is damaged, whichever part it is of.
  const unreadable = recallPlace(stateFolder, place.id).copies.filter((copy) => copy.isUnreadable === true)
  const bad = [...new Set([...found.damaged, ...unreadable].map(copyKey))]
  rememberPlace(stateFolder, place.id, ({ proven, damaged, failed }) => {
    // Reading takes hours, in which one may have turned out to be damaged after it was read.
    const sinceThen = damaged.filter((key) => !damagedBefore.includes(key))
    const good = found.proven.map(copyKey).filter((key) => !sinceThen.includes(key))
    const isMended = of === 1 || (failed?.of === of && failed.part === part)
    return {
      verified: { at, part, of },
      failed: isMended ? undefined : failed,
      proven: { ...without(proven, bad), ...Object.fromEntries(good.map((key) => [key, at])) },
      damaged: [...damaged.filter((key) => !good.includes(key)), ...bad.filter((key) => !damaged.includes(key))],
    }
  })
  const [first] = [...found.damaged, ...unreadable]
  if (first !== undefined) throw copiesMessages.damaged({ place: place.name, at: first.set.at, count: bad.length })
  return { place: place.name, part, of, copies: found.proven.length, others: [...open.others()] }
}

const without = (all: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !keys.includes(key)))
