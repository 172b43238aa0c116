/** What the overview shows: both laptops as they are now, or as they were when they last answered. */
import { homedir, hostname } from 'node:os'
import { compareLedgers, withUndone } from '../commons/ledger/on-pair/agreement.ts'
import { readLedger, type LedgerView } from '../commons/ledger/verbs.ts'
import type { UnreadableJournal } from '../contract/activity-calls.ts'
import type { HistoryEntry, Holder, LaptopStatus, Overview } from '../contract/overview-calls.ts'
import type { Laptop } from '../contract/switch-state.ts'
import { toldProgressSchema } from '../contract/progress/told.ts'
import { startedOn } from '../contract/started-by.ts'
import { toWireError, type WireError } from '../contract/wire-error.ts'
import { wording } from './wording.ts'
import { version } from '../kernel/version.ts'
import type { LaptopFacts } from '../commons/capability/app-capability.ts'
import type { ConnectedMachine } from '../machine/connect-machine.ts'
import type { Machine } from '../machine/machine.ts'
import type { Laptops } from './laptops.ts'
import { neitherAnswered } from './texts.ts'
import { learnNames, tellApart } from './which-laptop.ts'

export interface OverviewParts {
  readonly laptops: Laptops
  readonly readFacts: (machine: Machine) => Promise<LaptopFacts>
  /** Somebody looks at both laptops. */
  readonly looked: () => void
  /** The target was put back at a restart: the source has not heard of it. */
  readonly undone: (entry: UndoneEntry) => void
  /** The newest journal of this laptop, when it cannot be read. */
  readonly findUnreadable: () => Promise<UnreadableJournal | undefined>
}

type UndoneEntry = HistoryEntry & { readonly undoneAt: string }

interface Seen {
  readonly status: LaptopStatus
  /** Undefined where it does not answer. */
  readonly machine?: ConnectedMachine
  readonly ledger: LedgerView | undefined
}

export interface OverviewReader {
  /** Asks both laptops; with `refresh` false it tells what is known, without a question. */
  read(refresh: boolean): Promise<Overview>
  /** This laptop's own record tells of a switch before both laptops are looked at again. */
  hear(ledger: LedgerView): void
}

export function createOverviewReader(parts: OverviewParts): OverviewReader {
  let last: Overview | undefined
  let asking: Promise<Overview> | undefined
  let next: Promise<Overview> | undefined

  /** Nobody is told what was looked at before they asked; all who ask during one look share the one after it. */
  function ask(): Promise<Overview> {
    if (asking !== undefined) return (next ??= asking.catch(() => undefined).then(startNext))
    asking = askAll(parts, last).finally(() => (asking = undefined))
    return asking
  }

  function startNext(): Promise<Overview> {
    next = undefined
    return ask()
  }

  return {
    async read(refresh) {
      if (!refresh && last !== undefined) return last
      last = await ask()
      parts.looked()
      return last
    },
    hear(ledger) {
      if (last !== undefined) last = { ...last, ...openSwitchOf([ledger]) }
    },
  }
}

async function askAll(parts: OverviewParts, before: Overview | undefined): Promise<Overview> {
  const [overview, unreadableSwitch] = await Promise.all([askBoth(parts, before), parts.findUnreadable()])
  return unreadableSwitch === undefined ? overview : { ...overview, unreadableSwitch }
}

async function askBoth(parts: OverviewParts, before: Overview | undefined): Promise<Overview> {
  const { laptops } = parts
  const known = await laptops.peerKnown().catch((thrown: unknown) => ({ error: toWireError(thrown) }))
  const lookHere = look(parts, () => laptops.here(), {
    name: before?.here.laptop.name ?? nameUnseen(known),
    label: hostname(),
    here: true,
    before: before?.here,
  })
  if ('error' in known) return unpaired(await lookHere, known.error)
  const [here, peer] = toldApart(
    ...(await Promise.all([
      lookHere,
      look(parts, () => laptops.peer(), { ...known, here: false, before: before?.peer }),
    ])),
  )
  const ledgers = [here, peer].flatMap(({ ledger }) => (ledger === undefined ? [] : [ledger]))
  const newest = ledgers[0]
  tellUndone(parts, ledgers)
  // What the one that is away now has said stays true.
  const remembered = ledgers.length === 2 || before === undefined ? ledgers : [...ledgers, before]
  return {
    version,
    pairing: { kind: 'paired' },
    here: here.status,
    peer: withKnownLabel(peer.status, here.ledger),
    holder: holderOf(here, peer, before?.holder),
    history: newest === undefined ? (before?.history ?? []) : withUndone(newest.history.slice(0, 20), remembered),
    home: homedir(),
    ...openSwitchOf(ledgers),
    ...givenUpOf(ledgers),
  }
}

function tellUndone({ undone }: OverviewParts, ledgers: readonly LedgerView[]): void {
  const all = ledgers.flatMap(({ history }) => history)
  for (const { undoneAt, ...entry } of all) {
    if (undoneAt === undefined) continue
    if (all.some((one) => one.switchId === entry.switchId && one.undoneAt === undefined)) undone({ ...entry, undoneAt })
  }
}

/** Its own agent has never answered: it may be called what pairing knows the other one by. */
function nameUnseen(peer: { readonly name: string } | { readonly error: WireError }): string {
  return 'name' in peer && peer.name === hostname() ? '' : hostname()
}

/** By what each was just called. */
function toldApart(here: Seen, peer: Seen): readonly [Seen, Seen] {
  if (here.machine === undefined || peer.machine === undefined) return [here, peer]
  tellApart(here.machine, peer.machine)
  return [renamed(here, here.machine), renamed(peer, peer.machine)]
}

function renamed(seen: Seen, { name, label }: ConnectedMachine): Seen {
  return { ...seen, status: { ...seen.status, laptop: { name, label } } }
}

/** One that has not answered since the app started is called what it was at the last switch. */
function withKnownLabel(status: LaptopStatus, ledger: LedgerView | undefined): LaptopStatus {
  const { name, label } = status.laptop
  if (status.connection.kind === 'reachable' || label !== name) return status
  const known = ledger?.history.flatMap(({ from, to }) => [from, to]).find((laptop) => laptop.name === name)
  return known === undefined ? status : { ...status, laptop: known }
}

/** Times of one laptop alone are compared. */
function givenUpOf(ledgers: readonly LedgerView[]): Pick<Overview, 'givenUp'> {
  const found = ledgers.flatMap(({ givenUp: [newest], history: [ended] }) =>
    newest !== undefined && newest.givenUpAt > (ended?.finishedAt ?? '') ? [newest] : [],
  )[0]
  return found === undefined ? {} : { givenUp: { switchId: found.switchId, at: found.givenUpAt } }
}

/** A laptop is reserved for other work as well, which does not make an unfinished switch a running one. */
function openSwitchOf(ledgers: readonly LedgerView[]): Pick<Overview, 'openSwitch'> {
  const isRun = (switchId: string) => ledgers.some(({ lock }) => lock?.alive === true && lock.id === switchId)
  const begun = [...ledgers.flatMap(({ open }) => open ?? []), ...ledgers.flatMap(({ lock }) => begins(lock) ?? [])]
  const all = begun.map((one) => ({ ...one, running: isRun(one.switchId) }))
  const [open] = all.toSorted((one, other) => Number(other.running) - Number(one.running))
  if (open === undefined) return {}
  const startedBy = startedOn(open).name
  return { openSwitch: { ...open, startedBy, ...(open.running ? progressOf(open, ledgers) : {}) } }
}

/** Both laptops are looked at once more before it is open. */
function begins(lock: LedgerView['lock']): LedgerView['open'] {
  if (lock?.alive !== true || lock.of.kind === 'work') return undefined
  const { id, of, since, startedBy } = lock
  return { switchId: id, from: of.from, to: of.to, since, startedBy }
}

function progressOf(
  { switchId }: Pick<NonNullable<LedgerView['open']>, 'switchId'>,
  ledgers: readonly LedgerView[],
): Pick<NonNullable<Overview['openSwitch']>, 'progress'> {
  const told = ledgers.find(({ progress }) => progress?.switchId === switchId)?.progress
  if (told === undefined) return {}
  return { progress: toldProgressSchema.parse(told) }
}

function unpaired(here: Seen, error: WireError): Overview {
  return {
    version,
    pairing: { kind: error.code === 'no-peer' ? 'alone' : 'not-paired', error },
    here: here.status,
    holder: { kind: 'never-switched' },
    history: [],
  }
}

/** What is known of a laptop before it answers. */
interface KnownLaptop {
  readonly name: string
  readonly label: string
  readonly here: boolean
  readonly before: LaptopStatus | undefined
}

async function look(parts: OverviewParts, connect: () => Promise<ConnectedMachine>, known: KnownLaptop): Promise<Seen> {
  try {
    const machine = await connect()
    const asked = performance.now()
    // The way there and back is measured while nothing else is asked.
    const ledger = await machine.call(readLedger, {})
    const roundTripMs = Math.max(1, Math.round(performance.now() - asked))
    const [facts] = await Promise.all([parts.readFacts(machine), learnNames(machine)])
    const laptop: Laptop = { name: machine.name, label: machine.label }
    const connection = { kind: 'reachable', roundTripMs } as const
    const { hasSlept } = ledger
    const told = { ...facts, ...(hasSlept === undefined ? {} : { hasSlept }) }
    return { ledger, machine, status: { laptop, here: known.here, connection, facts: told } }
  } catch (thrown) {
    return { ledger: undefined, status: unreachable(known, thrown) }
  }
}

function unreachable({ name, label, here, before }: KnownLaptop, thrown: unknown): LaptopStatus {
  const facts = before?.facts
  const lastSeenAt = facts?.askedAt
  return {
    laptop: before?.laptop ?? { name, label },
    here,
    connection: {
      kind: 'unreachable',
      error: toWireError(thrown),
      ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
    },
    ...(facts === undefined ? {} : { facts }),
  }
}

function holderOf(here: Seen, peer: Seen, before: Holder | undefined): Holder {
  if (here.ledger !== undefined && peer.ledger !== undefined) {
    return compareLedgers(
      { laptop: here.status.laptop, ledger: here.ledger },
      { laptop: peer.status.laptop, ledger: peer.ledger },
      wording,
    )
  }
  // What the one that is away now has said stays true, a rollback say; nothing that one alone knows takes it back.
  if (before?.kind === 'unclear' && before.why !== neitherAnswered) return before
  const known = here.ledger?.holder ?? peer.ledger?.holder
  if (known?.kind === 'held') return known
  if (known?.kind === 'none') return { kind: 'never-switched' }
  return { kind: 'unclear', why: known === undefined ? neitherAnswered : wording.text(known.why) }
}
