/** Makes folders live on both laptops: set up paused on both, with what stays out read back on both, before anything moves. */
import { randomBytes, randomUUID } from 'node:crypto'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import { sharedFolders } from '../../../contract/shared-folders.ts'
import { AppError, type ErrorText } from '../../../kernel/app-error.ts'
import { isUtf8, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { ignoreLines, ruleAgainst } from '../ignore-lines.ts'
import {
  findLiveSets,
  joinLive,
  leaveLive,
  lookAtLive,
  readLive,
  renewLive,
  resumeLive,
  startForLive,
} from '../verbs.ts'
import { hasAll, type SeenLive } from './see-live.ts'
import { named } from './named.ts'
import { cannotBeLive } from './texts.ts'

type Both = readonly [Machine, Machine]

interface OneOfOurs {
  readonly id: string
  readonly place: BytePath
}

export interface TurnOn {
  readonly places: readonly BytePath[]
  readonly isOverInternet: boolean
  /** Patterns of the person's own rules that leave something out. */
  readonly own: readonly string[]
}

/** AppError "blocked" for a place that cannot be live. */
export async function turnOn(both: Both, wanted: TurnOn, options: CallOptions): Promise<void> {
  const places = [...new Set(wanted.places)]
  const { isOverInternet, own } = wanted
  const look = async (wished: readonly BytePath[]) => placesToAdd(wished, await seenOn(both, wished, options), own)
  // What a Syncthing that does not run has, it tells once it does.
  const asked = await look(places)
  const operationId = `live-${randomUUID()}`
  await onBothLocked(both, operationId, async () => {
    try {
      const [here, there] = await each(both, (machine) =>
        machine.call(startForLive, { operationId, isOverInternet }, options),
      )
      const again = await endWhereAlone(both, operationId, options)
      const added = await look([...new Set([...places, ...again])])
      const waiting = (await readOurs(both, options)).filter(({ place }) => places.includes(place))
      const sets = await setsOn(both, [...added, ...waiting.map(({ place }) => place)], options)
      const withLines = (one: OneOfOurs) => ({
        ...one,
        lines: [...ignoreLines({ place: one.place, own, sets })],
      })
      const folders = added.map((place) => withLines({ id: newId(place), place }))
      await each(both, (machine) => {
        const [other, self] = machine === both[0] ? [both[1], there] : [both[0], here]
        const peer = { ...self, name: other.label.slice(0, 100) }
        return machine.call(joinLive, { operationId, isOverInternet, peer, folders }, options)
      })
      // Also those that were set up and not started, where that was broken off.
      const earlier = waiting.map(withLines)
      const ids = [...earlier, ...folders].map(({ id }) => id)
      await each(both, (machine) => machine.call(renewLive, { operationId, folders: earlier }, options))
      await each(both, (machine) => machine.call(resumeLive, { operationId, folders: ids }, options))
    } catch (thrown) {
      // It would stay on one alone; what cannot be taken back now is seen there, and goes with "off".
      const back = { operationId, places: [...asked], deleteVersions: false, staysSetUp: false }
      await Promise.allSettled(both.map((machine) => machine.call(leaveLive, back)))
      throw thrown
    }
  })
}

/**
 * Ends what stands on one alone, as where it was away when a folder ended to be live, and what one has no more, as where it went back to a
 * time before. The latter begins anew: it is returned.
 */
async function endWhereAlone(both: Both, operationId: string, options: CallOptions): Promise<readonly BytePath[]> {
  const seen = await seenOn(both, [], options)
  const isOurs =
    (place: BytePath) =>
    (one: SeenLive): boolean =>
      one.ours.some((own) => own.place === place)
  for (const { machine, ours } of seen) {
    const places = ours.map(({ place }) => place).filter((place) => !seen.every((one) => hasAll(one, place)))
    if (places.length === 0) continue
    await machine.call(leaveLive, { operationId, places, deleteVersions: false, staysSetUp: true }, options)
  }
  const [here] = seen
  const onBoth = (here?.ours ?? []).map(({ place }) => place).filter((place) => seen.every(isOurs(place)))
  return onBoth.filter((place) => !seen.every((one) => hasAll(one, place)))
}

/** Of both, or an error. */
function seenOn(both: Both, places: readonly BytePath[], options: CallOptions): Promise<readonly SeenLive[]> {
  return each(both, async (machine) => ({
    machine,
    ...(await machine.call(lookAtLive, { places: [...places] }, options)),
  }))
}

/** Those that both have. */
export async function readOurs(both: Both, options: CallOptions): Promise<readonly OneOfOurs[]> {
  const [here, there] = await each(both, (machine) => machine.call(readLive, {}, options))
  return here.ours.filter(({ id }) => there.ours.some((one) => one.id === id))
}

async function setsOn(both: readonly Machine[], places: readonly BytePath[], options: CallOptions) {
  const found = await Promise.all(
    both.map(async (machine) => {
      const { sets } = await machine.call(findLiveSets, { places: [...places] }, options)
      const one = sets.find(({ whole }) => whole.includes(''))
      if (one !== undefined) throw blocked(cannotBeLive.oneThing(shown(one.place), machine.label))
      return sets
    }),
  )
  return found.flat()
}

/** Those that are not live yet, by us or by the person's own Syncthing. */
function placesToAdd(
  places: readonly BytePath[],
  seen: readonly SeenLive[],
  own: readonly string[],
): readonly BytePath[] {
  const [here, there] = seen
  const { shared, notShared } =
    here === undefined || there === undefined
      ? { shared: [], notShared: [] }
      : sharedFolders({ from: here.syncthing, to: there.syncthing })
  const isCarried = (place: BytePath): boolean =>
    [...shared, ...notShared.filter(({ why }) => why === 'apart')].some((one) => one.place === place) ||
    seen.every((one) => hasAll(one, place))
  const added = places.filter((place) => !isCarried(place))
  for (const place of added) refuse(place, { seen, own, others: added.filter((one) => one !== place) })
  return added
}

interface Around {
  readonly seen: readonly SeenLive[]
  readonly own: readonly string[]
  readonly others: readonly BytePath[]
}

function refuse(place: BytePath, { seen, own, others }: Around): void {
  const name = shown(place)
  if (!isUtf8(place)) throw blocked(cannotBeLive.unnamed(name))
  const rule = ruleAgainst(place, own)
  if (rule !== undefined) throw blocked(cannotBeLive.byRule(name, rule))
  const within = others.find((other) => isWithin(place, other))
  if (within !== undefined) throw blocked(cannotBeLive.within(name, shown(within)))
  for (const { machine, problems, syncthing, ours } of seen) {
    const problem = problems.find((one) => one.place === place)
    if (problem !== undefined) throw blocked(cannotBeLive.place(name, problem.why, machine.label))
    for (const folder of syncthing.kind === 'running' ? syncthing.folders : []) {
      if (folder.place === undefined || ours.some(({ id }) => id === folder.id && folder.place === place)) continue
      if (folder.place === place) throw blocked(cannotBeLive.atSyncthing(name, machine.label))
      if (isWithin(place, folder.place)) throw blocked(cannotBeLive.within(name, shown(folder.place)))
    }
  }
}

/** Either in the other. */
function isWithin(one: BytePath, other: BytePath): boolean {
  const [first, second] = [one, other].map((place) => (place === '' ? '' : `${place}/`))
  return first !== undefined && second !== undefined && (first.startsWith(second) || second.startsWith(first))
}

const blocked = (text: ErrorText): AppError => new AppError({ code: 'blocked', ...text })
const shown = (place: BytePath): string => (place === '' ? '~' : `~/${textFromBytePath(place)}`)

/** Tells in Syncthing what it is of. */
function newId(place: BytePath): string {
  const name = place.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `pc-switcher-${name.slice(0, 40)}-${randomBytes(4).toString('hex')}`
}

/** Side by side; the first error counts once both have ended. */
async function each<T>(both: Both, work: (machine: Machine) => Promise<T>): Promise<readonly [T, T]> {
  const [here, there] = await Promise.allSettled([named(both[0], work), named(both[1], work)])
  if (here.status === 'rejected') throw here.reason
  if (there.status === 'rejected') throw there.reason
  return [here.value, there.value]
}

export function onBothLocked<T>([first, second]: Both, operationId: string, work: () => Promise<T>): Promise<T> {
  return withLock(first, operationId, () => withLock(second, operationId, work))
}
