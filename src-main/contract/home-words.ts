/** What every client says of whether a path of the home folder is copied. */
import { assertNever } from '../kernel/assert-never.ts'
import type { HomeExplanation, HomeReason } from './home-calls.ts'

type Place = Pick<HomeExplanation, 'path' | 'verdict' | 'reason' | 'exists' | 'readOnly'>

/** Whether a path is copied, why, and what else is to be known of it. At a terminal also what changes that there. */
export function explanationLines(explanation: HomeExplanation, isAtTerminal: boolean): readonly string[] {
  const { path, exists, link, readOnly } = explanation
  const closed = readOnly === undefined ? [] : [closedLine(readOnly)]
  return [
    placeLine(explanation, isAtTerminal),
    ...closed,
    ...(exists ? [] : [nothingAt(path)]),
    ...(link === undefined ? [] : [linkLine(link, isAtTerminal)]),
  ]
}

const closedLine = (subvolume: string): string =>
  `It is in ${subvolume}, a read-only subvolume: what the other laptop changed there cannot come to this one.`

export const nothingAt = (path: string): string => `There is nothing at ${path} on this laptop.`

function linkLine({ target, leads }: NonNullable<HomeExplanation['link']>, isAtTerminal: boolean): string {
  const start = `It is a link to ${target}. A link is copied as it is, without what it leads to.`
  return leads === undefined
    ? `${start} That is not in your home folder.`
    : `${start} ${placeLine(leads, isAtTerminal)}`
}

function placeLine({ path, verdict, reason }: Place, isAtTerminal: boolean): string {
  const why = reasonText(reason, isAtTerminal)
  const because = why === undefined ? '.' : `: ${why}.`
  switch (verdict) {
    case 'copied':
      return `${path} is copied${because}`
    case 'left-out':
      return `${path} is not copied${because}`
    case 'way':
      return `Of ${path} only what is included is copied${because}`
    default:
      return assertNever(verdict)
  }
}

function reasonText(reason: HomeReason, isAtTerminal: boolean): string | undefined {
  switch (reason.source) {
    case 'none':
      return undefined
    case 'person':
      return `line ${reason.line} of ${reason.file} says ${reason.text}`
    case 'built-in': {
      const rule = `${reason.title}, built in as ${reason.pattern}`
      return isAtTerminal && reason.canBeIncluded ? `${rule}. To copy it: pc-switcher home include` : rule
    }
    case 'found':
      return `${reason.title}, found on this laptop`
    case 'account':
      return `it is in the home of another account, ${reason.account}${isAtTerminal ? `. To copy that too: pc-switcher home include ${reason.home}` : ''}`
    case 'device':
      return 'a device or a socket belongs to one laptop'
    default:
      return assertNever(reason)
  }
}
