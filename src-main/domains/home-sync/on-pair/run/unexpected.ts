/** What changed on the receiver after the plan was made. All of it is kept. */
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { keyOfPath, pathOfKey, type Entry } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { findAltered, knowSent, scanHome } from '../../verbs.ts'
import { areDifferent } from '../plan/compare-doubtful.ts'
import type { HomePlan } from '../plan/plan.ts'
import { joinDifferences, readChanges, type Scans } from '../compare/read-entries.ts'
import { isUnfinishedName } from './special.ts'

const askedAtOnce = 10_000
const systemState = 'system-state'

/**
 * Everything on the laptop that is taken that is neither as the plan saw it nor as the other laptop has, or has sent, it in
 * this switch. Something that is gone may be a piece of a copy that was broken off: it is copied again, which loses nothing.
 */
export async function findUnexpected(
  scans: Scans,
  plan: HomePlan,
  context: RunContext,
  copying: 'not-begun' | 'begun',
): Promise<BytePath[]> {
  const unexpected: BytePath[] = []
  if (scans.to.scan.changes === 0) return unexpected
  let asked: Entry[] = []
  for await (const entry of suspects(scans, plan, context)) {
    asked.push(entry)
    if (asked.length < askedAtOnce) continue
    unexpected.push(...(await thoseNotSent(scans, asked, context, copying)))
    asked = []
  }
  return [...unexpected, ...(await thoseNotSent(scans, asked, context, copying))]
}

/** What looks as on the other laptop now is not suspect, nor what comes from there whatever happens to it. */
async function* suspects({ from, to }: Scans, plan: HomePlan, { signal }: RunContext): AsyncGenerator<Entry> {
  const isFound = createCover([...plan.found, ...from.scan.found, ...to.scan.found].map(({ path }) => path))
  const isSystemState = createCover([`${from.scan.person.home.replace(/^\/home\//, '')}/${systemState}`])
  const differing = new Set<string>()
  for await (const { key } of joinDifferences(from, to, { signal })) differing.add(key)
  // The first time Syncthing touches every file that it finds equal, and the proof reads every file back.
  const touchedCounts = plan.base !== undefined
  for await (const entry of readChanges(to, { signal })) {
    if (!mayBeUnexpected(entry) || isFound(entry.key) || isSystemState(entry.key)) continue
    if (differing.has(entry.key) || (touchedCounts && isTouched(entry.local))) yield entry
  }
}

async function thoseNotSent(
  { from, to }: Scans,
  asked: readonly Entry[],
  { switchId, signal }: RunContext,
  copying: 'not-begun' | 'begun',
): Promise<readonly BytePath[]> {
  if (asked.length === 0) return []
  const entries = asked.map(({ key, shared }) => ({ path: pathOfKey(key), shared }))
  const { sent } = await from.machine.call(knowSent, { switchId, entries, between: copying === 'begun' }, { signal })
  // Touched alone, it looks as it was planned, and so as it was sent: then only its contents tell.
  const own = asked
    .filter(({ local }, index) => isTouched(local) || sent[index] !== true)
    .map(({ key }) => pathOfKey(key))
  // A copy that was broken off before its time was set has the contents already. Attributes do not count: Syncthing sets
  // them by itself, and takes capabilities away.
  const pair = { from: from.machine, to: to.machine }
  const different = await areDifferent(pair, own, { signal }, 'contents')
  return own.filter((_path, index) => different[index] !== false)
}

function isTouched(local: string): boolean {
  return local.startsWith('touched ')
}

/** Folders come and go with what is in them; keeping one as such would keep everything in it. */
function mayBeUnexpected({ key, local, shared }: Entry): boolean {
  return !local.startsWith('deleted ') && !shared.startsWith('d ') && !isUnfinishedName(key)
}

export interface Agreement {
  mayRevert(names: readonly BytePath[], about: { readonly indexIsNew: boolean }): Promise<boolean>
  /** Whether it was this that said no. */
  refused(): boolean
}

/** Syncthing may take back what is still as it was when everything was looked at a moment ago. */
export function createAgreement(pair: Pair, scans: Scans, kept: readonly BytePath[], context: RunContext): Agreement {
  let refused = false
  const isKept = createCover(kept)
  return {
    async mayRevert(names, { indexIsNew }) {
      const altered =
        indexIsNew || names.length > askedAtOnce
          ? await alteredAnywhere(pair, scans, context)
          : (
              await pair.to.call(
                findAltered,
                { scanId: scans.to.scan.scanId, paths: [...names] },
                { signal: context.signal },
              )
            ).altered
      const unagreed = altered.filter((path) => !isKept(keyOfPath(path)))
      refused = unagreed.length > 0
      if (refused) {
        context.logger.log('info', 'changed while the copying began', {
          paths: unagreed.slice(0, 20).map(textFromBytePath),
        })
      }
      return !refused
    },
    refused: () => refused,
  }
}

/** Too many to ask one by one: the whole list again, against the same plan; as long as before means nothing came. */
async function alteredAnywhere(pair: Pair, { to }: Scans, { switchId, signal }: RunContext): Promise<BytePath[]> {
  const now = await pair.to.call(scanHome, { against: { kind: 'held', switchId } }, { signal })
  const before = new Map<string, string>()
  for await (const { key, local, shared } of readChanges(to, { signal })) before.set(key, `${local} ${shared}`)
  const altered: BytePath[] = []
  for await (const entry of readChanges({ machine: pair.to, scan: now }, { signal })) {
    if (mayBeUnexpected(entry) && before.get(entry.key) !== `${entry.local} ${entry.shared}`)
      altered.push(pathOfKey(entry.key))
  }
  return altered
}
