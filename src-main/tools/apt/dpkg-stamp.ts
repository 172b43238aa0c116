import { systemClock } from '../../kernel/clock.ts'
import { settledStamp } from '../files/file-stamp.ts'
import { extendedStates } from './apt-extended-states.ts'

/** dpkg puts new files in place of these, or new names into these folders, with whatever it changes. */
const records = ['/var/lib/dpkg/status', '/var/lib/dpkg/updates', '/var/lib/dpkg/info']

/** Other after each change of what dpkg knows; undefined while it has only just changed something. */
export function dpkgStamp(): string | undefined {
  return settledStamp(records, systemClock.nowMs())
}

/** The same of that, and of which packages are there for others' sake. */
export function marksStamp(): string | undefined {
  return settledStamp([...records, extendedStates], systemClock.nowMs())
}
