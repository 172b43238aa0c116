/** Answers how the packages changed, from ~/system-state of this laptop. */
import type { AppParts } from '../../../../commons/capability/app-capability.ts'
import { readLedger } from '../../../../commons/ledger/verbs.ts'
import type { SystemState } from '../../../../commons/system-state/on-pair/open-system-state.ts'
import { switchOfCommit } from '../../../../commons/system-state/on-pair/texts.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import type { PackagesHistory } from '../../../../contract/packages-history-calls.ts'
import type { Laptop } from '../../../../contract/switch-state.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { Machine } from '../../../../machine/machine.ts'
import { readHistory, type FoundHistory } from './read-history.ts'
import { noListOf } from './texts.ts'

const folder = 'packages/'
/** As the record of a switch names them; what else the person has there is none of our lists. */
const listName = /^packages\/([A-Za-z0-9][A-Za-z0-9.-]*)\.json$/
/** As far as it is looked for when a laptop was recorded last. */
const newestLooked = 50

export function createHistoryHandlers({
  here,
  systemState: state,
}: Pick<AppParts, 'here' | 'systemState'>): Pick<Handlers, 'packagesHistory'> {
  return {
    packagesHistory: async ({ laptop: wanted, search, start, limit }) => {
      const [known, files] = await Promise.all([knownLaptops(await here()), state.filesBelow(folder)])
      const labelled = (name: string): Laptop => ({ name, label: known.get(name) ?? name })
      const all = listsOf(files, labelled)
      const lists = wanted === undefined ? all : ofLaptop(all, wanted, [...known.keys()].map(labelled))
      const [told, found] = await Promise.all([
        lastRecorded(state, all),
        lists.size === 0 ? nothingFound : readHistory(state, { lists, labelled, search, start, limit }),
      ])
      const { next } = found
      const lines = { entries: [...found.entries], unreadable: [...found.unreadable] }
      return { lists: told, ...lines, ...(next === undefined ? {} : { next }) }
    },
  }
}

const nothingFound: FoundHistory = { entries: [], unreadable: [], next: undefined }

/** packages/HOST.json to its laptop. */
function listsOf(files: readonly string[], labelled: (name: string) => Laptop): ReadonlyMap<string, Laptop> {
  const hosts = files.map((file) => [file, listName.exec(file)?.[1]] as const)
  return new Map(hosts.flatMap(([file, host]) => (host === undefined ? [] : [[file, labelled(host)]])))
}

/** Host name to label, as far as this laptop remembers any: the other one is not asked. */
async function knownLaptops(here: Machine): Promise<ReadonlyMap<string, string>> {
  const { history, open, givenUp } = await here.call(readLedger, {})
  const switches = [...givenUp, ...history.toReversed(), ...(open === undefined ? [] : [open])]
  const laptops = [...switches.flatMap(({ from, to }) => [from, to]), here]
  return new Map(laptops.map(({ name, label }) => [name, label]))
}

/** By host name or label. AppError "not-found" for a laptop of which nothing is known. */
function ofLaptop(
  all: ReadonlyMap<string, Laptop>,
  wanted: string,
  known: readonly Laptop[],
): ReadonlyMap<string, Laptop> {
  const isWanted = ({ name, label }: Laptop) =>
    [name, label].some((word) => word.toLowerCase() === wanted.toLowerCase())
  const found = [...all].filter(([, laptop]) => isWanted(laptop))
  if (found.length > 0 || known.some(isWanted)) return new Map(found)
  const labels = [...all.values()].map(({ label }) => label)
  throw new AppError({ code: 'not-found', ...noListOf(wanted, labels) })
}

/** A switch records both laptops: the one of which nothing changed has its list of then as well. */
async function lastRecorded(
  state: Pick<SystemState, 'changesOf'>,
  lists: ReadonlyMap<string, Laptop>,
): Promise<PackagesHistory['lists']> {
  if (lists.size === 0) return []
  const { commits } = await state.changesOf([...lists.keys()], { count: newestLooked })
  return Promise.all(
    [...lists].map(async ([file, laptop]) => {
      const last = commits.find(({ subject, files }) => {
        const made = switchOfCommit(subject)
        return made?.from === laptop.name || made?.to === laptop.name || files.some(({ name }) => name === file)
      })
      const [own] = last === undefined ? (await state.changesOf([file], { count: 1 })).commits : [last]
      return own === undefined ? [] : [{ laptop, at: own.at }]
    }),
  ).then((told) => told.flat())
}
