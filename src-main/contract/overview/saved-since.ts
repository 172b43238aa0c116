/** What was saved on each laptop since both were last found equal: the other one has nothing of it. */
import { countOf } from '../../kernel/units.ts'
import type { HistoryEntry, LaptopStatus, Overview } from '../overview-calls.ts'
import type { SavedSince } from '../saved-since-schema.ts'

export interface SavedOn {
  readonly status: LaptopStatus
  readonly saved: SavedSince
}

export interface SavedOnBoth {
  /** The switch after which both were equal. */
  readonly entry: HistoryEntry
  /** The source; undefined where it has not said, or no longer knows. */
  readonly left: SavedOn | undefined
  readonly taken: SavedOn | undefined
}

/** Undefined where the work was not brought from one of these two laptops to the other, and found equal. */
export function savedOnBoth(overview: Pick<Overview, 'holder' | 'here' | 'peer' | 'history'>): SavedOnBoth | undefined {
  const { holder, history } = overview
  if (holder.kind !== 'held') return undefined
  const entry = history.find(({ switchId }) => switchId === holder.switchId)
  // Nobody has said that it was safe.
  if (entry?.verified !== true || entry.behind !== undefined || entry.undoneAt !== undefined) return undefined
  return { entry, left: savedOn(overview, entry, entry.from.name), taken: savedOn(overview, entry, entry.to.name) }
}

function savedOn(
  { here, peer }: Pick<Overview, 'here' | 'peer'>,
  { switchId }: HistoryEntry,
  name: string,
): SavedOn | undefined {
  const status = [here, peer].find((one) => one?.laptop.name === name)
  const saved = status?.facts?.savedSince
  return status === undefined || saved?.switchId !== switchId ? undefined : { status, saved }
}

/** Files of a person's own; programs keep their settings and state in the others, and write those all the time. */
export const ownFiles = ({ files, hidden }: SavedSince): number => files - hidden

const patienceMs = 5_000

/**
 * The same, once it was looked which files were saved since, where something was written there. `look` asks the app for it. What takes
 * longer, or cannot be told now, is told by the next one.
 */
export async function withSavedSince(
  overview: Overview,
  look: (laptop: string) => Promise<{ readonly savedSince?: SavedSince | undefined }>,
): Promise<Overview> {
  const both = overview.openSwitch === undefined ? savedOnBoth(overview) : undefined
  const all = [both?.left, both?.taken].flatMap((one) => one ?? [])
  const found = await Promise.all(
    all
      .filter(({ status, saved }) => status.connection.kind === 'reachable' && !saved.isCurrent)
      .map(async ({ status: { laptop } }) => ({
        name: laptop.name,
        savedSince: (await inTime(look(laptop.name)))?.savedSince,
      })),
  )
  return found.reduce(
    (known, { name, savedSince }) => (savedSince === undefined ? known : withSaved(known, name, savedSince)),
    overview,
  )
}

async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | number | undefined
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, patienceMs)))
  const found = await Promise.race([answer.catch(() => undefined), late])
  clearTimeout(timer)
  return found
}

function withSaved(overview: Overview, name: string, savedSince: SavedSince): Overview {
  const told = (status: LaptopStatus): LaptopStatus =>
    status.laptop.name === name && status.facts !== undefined
      ? { ...status, facts: { ...status.facts, savedSince } }
      : status
  const { here, peer } = overview
  return { ...overview, here: told(here), ...(peer === undefined ? {} : { peer: told(peer) }) }
}

/** Without a full stop. `where`: "here", "on XPS 13". */
export function savedWords(saved: Pick<SavedSince, 'files' | 'hidden'>, where: string): string {
  const own = saved.files - saved.hidden
  const were = (count: number) => (count === 1 ? 'was' : 'were')
  if (saved.hidden === 0) return `${countOf(own, 'home file')} ${were(own)} changed ${where} since`
  if (own === 0)
    return `${countOf(saved.hidden, 'home file')} in hidden folders ${were(saved.hidden)} changed ${where} since`
  return `${countOf(own, 'home file')} ${were(own)} changed ${where} since, and ${String(saved.hidden)} in hidden folders`
}
