/** Every switch of the pair: those begun here from their journals, the others as both laptops remember them. With the runs of their jobs. */
import { readLedger, type LedgerView } from '../commons/ledger/verbs.ts'
import { listRunEntries } from '../commons/jobs/on-pair/run-entries.ts'
import type { ActivityEntry, SwitchEntry, UntoldJobs, WorkEntry } from '../contract/activity-calls.ts'
import type { HistoryEntry } from '../contract/overview-calls.ts'
import { scopeOf } from '../contract/switch-scope.ts'
import { startedOn } from '../contract/started-by.ts'
import { toWireError } from '../contract/wire-error.ts'
import type { CallOptions, Machine } from '../machine/machine.ts'
import { withPatience } from '../switch/patience.ts'
import { listActivity, type Activity } from './activity.ts'
import type { AppPaths } from './app-paths.ts'
import type { Laptops } from './laptops.ts'
import * as texts from './texts.ts'

interface Remembered extends Pick<LedgerView, 'history' | 'open' | 'givenUp' | 'lock'> {
  readonly runs: readonly WorkEntry[]
  readonly untold?: UntoldJobs
}

export async function listPairActivity(
  laptops: Pick<Laptops, 'here' | 'peer' | 'peerName'>,
  paths: Pick<AppPaths, 'journals' | 'work'>,
): Promise<Activity> {
  const own = await listActivity(paths)
  return addRemembered(own, await askLedgers(laptops))
}

/** Why a laptop does not answer is told by the overview; what the other one remembers is shown all the same. */
async function askLedgers(laptops: Pick<Laptops, 'here' | 'peer' | 'peerName'>): Promise<readonly Remembered[]> {
  const asked = await Promise.allSettled([
    laptops.here().then((here) => askLaptop(here, {})),
    laptops.peerName().then((name) =>
      withPatience({ name, label: name }, async (signal) => {
        return askLaptop(await laptops.peer(), { signal })
      }),
    ),
  ])
  return asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
}

/** What a laptop cannot tell of its jobs keeps nothing of its switches from being told, and is said. */
async function askLaptop(machine: Machine, options: CallOptions): Promise<Remembered> {
  const { name, label } = machine
  const [ledger, jobs] = await Promise.all([
    machine.call(readLedger, {}, options),
    listRunEntries(machine, options).then(
      (runs) => ({ runs }),
      (thrown: unknown) => ({ runs: [], untold: { laptop: { name, label }, error: toWireError(thrown) } }),
    ),
  ])
  return { ...ledger, ...jobs }
}

/** A journal says more than a ledger, and this laptop's ledger is asked first. */
export function addRemembered(own: Activity, ledgers: readonly Remembered[]): Activity {
  const running = new Set(ledgers.flatMap(({ lock }) => (lock?.alive === true ? [lock.id] : [])))
  const entries = new Map<string, ActivityEntry>()
  const runs = ledgers.flatMap((one) => one.runs)
  for (const entry of [...own.entries, ...runs])
    entries.set(entry.kind === 'switch' ? entry.switchId : entry.callId, entry)
  const remembered = ledgers.flatMap(({ history, open, givenUp }) => [
    ...history.map(ofHistory),
    ...givenUp.map(ofGivenUp),
    ...(open === undefined ? [] : [ofOpen(open, running.has(open.switchId))]),
  ])
  for (const entry of remembered) {
    const { switchId, undoneAt } = entry
    const known = entries.get(switchId)
    if (known?.kind !== 'switch') entries.set(switchId, entry)
    else if (undoneAt !== undefined) entries.set(switchId, { ...known, undoneAt })
  }
  const untold = ledgers.flatMap((one) => one.untold ?? [])
  return {
    ...own,
    ...(untold.length === 0 ? {} : { untold }),
    entries: [...entries.values()].toSorted((one, other) => other.startedAt.localeCompare(one.startedAt)),
  }
}

function ofHistory(entry: HistoryEntry): SwitchEntry {
  const { switchId, from, to, startedAt, finishedAt, tookMs, verified, bytes, undoneAt } = entry
  return {
    kind: 'switch',
    switchId,
    ...scopeOf(entry),
    from,
    to,
    startedAt,
    finishedAt,
    tookMs,
    bytes,
    result: verified ? 'verified' : 'not-finished',
    summary: texts.rememberedSummary(bytes, verified),
    ...(undoneAt === undefined ? {} : { undoneAt }),
  }
}

function ofGivenUp({ switchId, from, to, since }: LedgerView['givenUp'][number]): SwitchEntry {
  return { kind: 'switch', switchId, from, to, startedAt: since, result: 'not-finished', summary: texts.givenUp }
}

function ofOpen(open: NonNullable<LedgerView['open']>, runs: boolean): SwitchEntry {
  const { switchId, from, to, since } = open
  return {
    kind: 'switch',
    switchId,
    from,
    to,
    startedAt: since,
    result: runs ? 'running' : 'not-finished',
    summary: runs ? texts.activity.running : texts.notFinishedBy(startedOn(open).label),
  }
}
