/** Which switch a person means by what they type: the start of its ID, or of the ID's last part. */
import type { SwitchEntry } from '../../../contract/activity-calls.ts'
import { calls } from '../../../contract/calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { AppClient } from '../../../transport/client.ts'
import { shortIds } from '../short-ids.ts'
import { noSuchSwitch, severalSwitches } from './texts.ts'

/** Newest first. */
export async function listSwitches(client: AppClient): Promise<readonly SwitchEntry[]> {
  const { entries } = await client.call(calls.activityList, {})
  return entries
    .filter((entry) => entry.kind === 'switch')
    .toSorted((one, other) => other.startedAt.localeCompare(one.startedAt))
}

/** What follows the time: random, and so different after few characters. */
function lastPart(switchId: string): string {
  return switchId.slice(switchId.lastIndexOf('-') + 1)
}

/** All of what is random in it: what was noted down means the same when there are more. */
const leastShown = 6

/** As they are listed, each of them enough to name it. */
export function shortSwitchIds(switches: readonly SwitchEntry[]): ReadonlyMap<string, string> {
  const ids = switches.map(({ switchId }) => switchId)
  const ends = shortIds(ids.map(lastPart), leastShown)
  const isAlone = (id: string): boolean => ids.filter((one) => lastPart(one) === lastPart(id)).length === 1
  return new Map(ids.map((id) => [id, isAlone(id) ? (ends.get(lastPart(id)) ?? id) : id]))
}

/** AppError "not-found", or "invalid-input" naming those that fit. */
export function findSwitch(switches: readonly SwitchEntry[], wanted: string): SwitchEntry {
  const exact = switches.filter(({ switchId }) => switchId === wanted || lastPart(switchId) === wanted)
  const starting = switches.filter(({ switchId }) => [switchId, lastPart(switchId)].some((id) => id.startsWith(wanted)))
  const found = exact.length > 0 ? exact : starting
  const [first] = found
  if (first === undefined) throw new AppError({ code: 'not-found', ...noSuchSwitch(wanted) })
  if (found.length > 1) throw new AppError({ code: 'invalid-input', ...severalSwitches(wanted, found) })
  return first
}
