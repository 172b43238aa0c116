/** What each laptop has of a file that is asked about: size, date, and which was changed later. */
import type { Version } from '../../../contract/preview.ts'
import { formatBytes } from '../../../kernel/units.ts'
import type { Pair } from '../../../switch/step.ts'
import type { EtcEntry } from '../verbs.ts'
import type { EtcPath } from './compare-etc.ts'
import type { EtcVersion, EtcVersions } from './plan.ts'
import { linkTo, versionKinds } from './texts.ts'

export function versionsOf({ from, to }: EtcPath): EtcVersions {
  const newer = newerOf(from, to)
  return { from: describe(from), to: describe(to), ...(newer === undefined ? {} : { newer }) }
}

function describe(entry: EtcEntry | undefined): EtcVersion {
  if (entry === undefined) return { kind: 'absent' }
  if (entry.kind === 'link') return { kind: 'link', target: entry.target }
  if (entry.kind !== 'file') return { kind: entry.kind }
  return { kind: 'file', bytes: entry.bytes, changedAt: entry.changedAt }
}

/** Where only owner or mode differ, neither is. */
function newerOf(from: EtcEntry | undefined, to: EtcEntry | undefined): 'from' | 'to' | undefined {
  if (from?.kind !== 'file' || to?.kind !== 'file' || from.sha256 === to.sha256) return undefined
  const later = Date.parse(from.changedAt) - Date.parse(to.changedAt)
  return later === 0 ? undefined : later > 0 ? 'from' : 'to'
}

/** As a question shows them: the source first. */
export function shownVersions({ from, to, newer }: EtcVersions, pair: Pair): [Version, Version] {
  return [
    { laptop: pair.from.label, ...shown(from), isNewer: newer === 'from' },
    { laptop: pair.to.label, ...shown(to), isNewer: newer === 'to' },
  ]
}

function shown(version: EtcVersion): Pick<Version, 'what' | 'at'> {
  if (version.kind === 'link') return { what: linkTo(version.target) }
  if (version.kind !== 'file') return { what: versionKinds[version.kind] }
  return { what: formatBytes(version.bytes), at: version.changedAt }
}
