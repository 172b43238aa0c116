/** What was saved on a laptop since both were last found equal: the other laptop has nothing of it. */
import { countOf } from '../kernel/units.ts'
import type { LaptopStatus, Overview } from './overview-calls.ts'
import type { SavedSince } from './saved-since-schema.ts'

export interface LeftSince {
  /** The source. */
  readonly left: LaptopStatus
  /** When both were found equal. */
  readonly verifiedAt: string
  readonly saved: SavedSince
}

/** Of the laptop without the latest work; undefined where nobody knows which that is, or what it has saved. */
export function savedOnLeft({
  holder,
  here,
  peer,
  history,
}: Pick<Overview, 'holder' | 'here' | 'peer' | 'history'>): LeftSince | undefined {
  if (holder.kind !== 'held' || peer === undefined) return undefined
  const ended = history.find(({ switchId }) => switchId === holder.switchId)
  // Nobody has said that it was safe.
  if (ended?.behind !== undefined) return undefined
  const left = [here, peer].find(({ laptop }) => laptop.name !== holder.by)
  const saved = left?.facts?.savedSince
  if (left === undefined || saved?.switchId !== holder.switchId) return undefined
  return { left, verifiedAt: holder.since, saved }
}

const patienceMs = 5_000

/**
 * The same, once it was looked which files were saved since, where something was written there. `look` asks the app for it. What takes
 * longer, or cannot be told now, is told by the next one.
 */
export async function withSavedSince(
  overview: Overview,
  look: (laptop: string) => Promise<{ readonly savedSince?: SavedSince | undefined }>,
): Promise<Overview> {
  const since = savedOnLeft(overview)
  const isToBeLooked = since?.left.connection.kind === 'reachable' && !since.saved.isCurrent
  if (since === undefined || !isToBeLooked || overview.openSwitch !== undefined) return overview
  const { name } = since.left.laptop
  let timer: ReturnType<typeof setTimeout> | number | undefined
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, patienceMs)))
  const found = await Promise.race([look(name).catch(() => undefined), late])
  clearTimeout(timer)
  return found?.savedSince === undefined ? overview : withSaved(overview, name, found.savedSince)
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
export function savedWords({ files, hidden }: Pick<SavedSince, 'files' | 'hidden'>, where: string): string {
  const own = files - hidden
  const were = (count: number) => (count === 1 ? 'was' : 'were')
  if (hidden === 0) return `${countOf(own, 'home file')} ${were(own)} changed ${where} since`
  if (own === 0) return `${countOf(hidden, 'home file')} in hidden folders ${were(hidden)} changed ${where} since`
  return `${countOf(own, 'home file')} ${were(own)} changed ${where} since, and ${String(hidden)} in hidden folders`
}
