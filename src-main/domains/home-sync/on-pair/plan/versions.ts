/** The two versions that a question about /home is about, as they are shown. */
import type { Version } from '../../../../contract/preview.ts'
import type { Machine } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { HomeDecision, RepositoryVersion } from './plan.ts'
import * as texts from '../texts.ts'

type Side = 'from' | 'to'
type Files = HomeDecision['versions'][Side]

/** Undefined where only one laptop has anything to show. */
export function versionsOf(decision: HomeDecision, pair: Pair): [Version, Version] | undefined {
  const { repository, versions, kind } = decision
  const newer = newerSide(decision)
  const laptops = { from: { mine: pair.from, other: pair.to }, to: { mine: pair.to, other: pair.from } }
  if (repository !== undefined) {
    const shown = (side: Side): Version => ({
      ...shownRepository(repository[side], laptops[side]),
      isNewer: side === newer,
    })
    return [shown('from'), shown('to')]
  }
  if ((kind !== 'first' && kind !== 'both') || versions.from.files === 0 || versions.to.files === 0) return undefined
  const shown = (side: Side): Version => ({ ...shownFiles(versions[side], laptops[side]), isNewer: side === newer })
  return [shown('from'), shown('to')]
}

/** On the whole; undefined where neither is, or the one has newer commits and the other newer files. */
export function newerSide({ repository, versions }: HomeDecision): Side | undefined {
  const ahead = repository === undefined ? undefined : newerRepository(repository)
  const side = newerFiles(versions)
  return ahead === undefined || side === undefined || ahead === side ? (ahead ?? side) : undefined
}

function newerRepository({ from, to }: NonNullable<HomeDecision['repository']>): Side | undefined {
  if (from.kind !== 'read' || to.kind !== 'read') return undefined
  if (from.ahead > 0 !== to.ahead > 0) return from.ahead > 0 ? 'from' : 'to'
  if (from.ahead === 0 || from.head === undefined || to.head === undefined || from.head.at === to.head.at)
    return undefined
  return from.head.at > to.head.at ? 'from' : 'to'
}

/** Most of those that both have; else the newest one. */
function newerFiles({ from, to }: HomeDecision['versions']): Side | undefined {
  if (from.newer !== to.newer) return from.newer > to.newer ? 'from' : 'to'
  if (from.newest === to.newest || from.newest === 0 || to.newest === 0) return undefined
  return from.newest > to.newest ? 'from' : 'to'
}

interface Laptops {
  readonly mine: Pick<Machine, 'label' | 'wording'>
  readonly other: Pick<Machine, 'label'>
}
type Shown = Omit<Version, 'isNewer'>

function shownFiles({ files, bytes, newest, newer }: Files, { mine, other }: Laptops): Shown {
  return {
    laptop: mine.label,
    what: texts.versions.files(files, bytes),
    at: new Date(newest * 1000).toISOString(),
    ...(newer > 0 && files > 1 ? { more: texts.versions.newer(newer, other.label) } : {}),
  }
}

function shownRepository(version: RepositoryVersion, { mine, other }: Laptops): Shown {
  const laptop = mine.label
  if (version.kind === 'absent') return { laptop, what: texts.versions.noRepository }
  if (version.kind === 'unreadable') return { laptop, what: texts.versions.unreadable(mine.wording.text(version.why)) }
  const { branch, head, ahead, isMore } = version
  const more = ahead > 0 ? texts.versions.ahead(ahead, isMore, other.label) : texts.versions.notAhead(other.label)
  if (head === undefined) return { laptop, what: texts.versions.noCommit(branch), more }
  return { laptop, what: texts.versions.commit(branch, head.title), at: head.at, more }
}
