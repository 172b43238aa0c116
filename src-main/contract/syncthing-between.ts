/** How a person's Syncthing stands between both laptops, in one line for the overview: page and command line draw it. Pure. */
import { countOf } from '../kernel/units.ts'
import type { LaptopStatus, Overview } from './overview-calls.ts'
import type { PersonSyncthing } from './person-syncthing.ts'
import { isUpToDate, neededOf, sharedFolders, type NotShared, type WhyAway } from './shared-folders.ts'

export interface SyncthingLine {
  readonly text: string
  /** Something keeps it from being done. */
  readonly isWarning: boolean
}

/** Undefined where nothing is shared between both, one of them does not answer, or what is shared is not left to it. */
export function syncthingBetween({ here, peer }: Pick<Overview, 'here' | 'peer'>): SyncthingLine | undefined {
  const [from, to] = [seenOn(here), peer === undefined ? undefined : seenOn(peer)]
  if (peer === undefined || from === undefined || to === undefined) return undefined
  const { shared, notShared, away } = sharedFolders({ from, to })
  const labels = { from: here.laptop.label, to: peer.laptop.label }
  if (away !== undefined) return warning(`${awayBecause(away.why, labels[away.side])}.`)
  const [first] = notShared.filter(({ why }) => keptBy.includes(why))
  if (first?.why === 'apart') return warning(`${notSharedBecause('apart', '')}.`)
  if (first !== undefined) return warning(`${first.label}: ${notSharedBecause(first.why, labels[first.side])}.`)
  if (shared.length === 0) return undefined
  const [behind] = shared.filter(({ id }) => !isUpToDate(id, { from, to }))
  if (behind === undefined) return { text: 'Syncthing is up to date on both laptops.', isWarning: false }
  const needs = neededOf(behind.id, { from, to })
  const text =
    needs === 0
      ? `Syncthing is not done with ${behind.label}.`
      : `Syncthing still carries ${countOf(needs, 'file')} of ${behind.label}.`
  return { text, isWarning: false }
}

/** What the person has not set up so for good. */
const keptBy: readonly NotShared['why'][] = ['paused', 'failing', 'apart']

const warning = (text: string): SyncthingLine => ({ text, isWarning: true })

function seenOn({ connection, facts }: LaptopStatus): PersonSyncthing | undefined {
  return connection.kind === 'reachable' ? facts?.syncthing : undefined
}

/** "Syncthing does not run on XPS 13" */
export function awayBecause(why: WhyAway, label: string): string {
  return {
    stopped: `Syncthing does not run on ${label}`,
    'no-answer': `Syncthing does not answer on ${label}`,
    refused: `Syncthing on ${label} refuses its own key`,
    broken: `The settings of Syncthing on ${label} can't be read`,
    elsewhere: `Syncthing on ${label} answers on the network only, where it is not asked`,
  }[why]
}

/** "Syncthing is paused on XPS 13" */
export function notSharedBecause(why: NotShared['why'], label: string): string {
  return {
    paused: `Syncthing is paused on ${label}`,
    'one-way': `Syncthing carries it in one direction only on ${label}`,
    elsewhere: `Syncthing has it at another place on ${label}`,
    failing: `Syncthing can't read it on ${label}`,
    apart: 'Both Syncthings are not connected',
    'unknown-there': `Syncthing on ${label} does not share it`,
  }[why]
}
