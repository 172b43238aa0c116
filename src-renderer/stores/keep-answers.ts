/**
 * The app keeps the answers: a window shows those of the present plan, and tells the app what the person answers in it, a
 * few at a time. So they outlive the window, and every other one sees them.
 */
import type { Answers } from '../../src-main/contract/preview.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { newCallId, wireErrorOf, type Client } from '../client/client.ts'
import { questionsOf, type AnswersStore } from './answers-store.ts'
import type { SwitchStore } from './switch-store.ts'

const waitMs = 250
/** How long to wait after each failure in a row; the last one from then on. */
const retryMs = [1_000, 2_000, 5_000, 10_000] as const

/** Question id to choice id; null for an answer that was taken back. */
type Changes = Readonly<Record<string, string | null>>

/** What the app has of a plan. */
interface Known {
  readonly planId: string
  readonly kept: Answers
  readonly ids: ReadonlySet<string>
}

export function keepAnswers(store: AnswersStore, switches: SwitchStore, client: Client): void {
  /** The app may have another plan after every wait. */
  let known: Known | undefined
  const knownNow = () => known
  let timer: number | undefined
  let isTelling = false
  let failures = 0

  function hear(state: SwitchState | undefined): void {
    if (state?.kind !== 'planned') {
      known = undefined
      told()
      return
    }
    const { planId, kept } = state.plan
    const isSame = known?.planId === planId
    if (isSame && known?.kept === kept) return
    // What was answered of another plan may be about other versions: the app knows what of it still holds.
    const mine = isSame ? untold() : {}
    known = { planId, kept, ids: new Set(questionsOf(state.plan).map(({ id }) => id)) }
    store.setState({ answers: withChanges(kept, mine), ...(isSame ? {} : { steps: [] }) })
    if (!isSame) told()
  }

  /** To questions of the present plan alone. */
  function untold(): Changes {
    if (known === undefined) return {}
    const { kept, ids } = known
    const changes = Object.entries(changesBetween(kept, store.getState().answers))
    return Object.fromEntries(changes.filter(([id]) => ids.has(id)))
  }

  const isAnyUntold = () => Object.keys(untold()).length > 0

  /** Nothing is left to be told, or to be tried again. */
  function told(): void {
    window.clearTimeout(timer)
    timer = undefined
    failures = 0
    if (store.getState().notKept !== undefined) store.setState({ notKept: undefined })
  }

  function tellSoon(ms: number = waitMs): void {
    timer ??= window.setTimeout(() => void tell(), ms)
  }

  async function tell(): Promise<void> {
    timer = undefined
    // Told when the call that is under way, or the start, has come to its end.
    if (known === undefined || isTelling || store.getState().isStarting) return
    const changes = untold()
    if (Object.keys(changes).length === 0) {
      told()
      return
    }
    const { planId } = known
    isTelling = true
    try {
      await client.call('switchAnswer', { planId, answers: changes })
      const now = knownNow()
      if (now?.planId === planId) {
        known = { ...now, kept: withChanges(now.kept, changes) }
        told()
      }
    } catch (error) {
      if (knownNow()?.planId === planId) failed(error)
    } finally {
      isTelling = false
      if (isAnyUntold()) tellSoon()
    }
  }

  function failed(error: unknown): void {
    store.setState({ notKept: wireErrorOf(error) })
    window.clearTimeout(timer)
    timer = undefined
    tellSoon(retryMs[Math.min(failures, retryMs.length - 1)])
    failures += 1
  }

  /** The page goes, and what is under way may go with it: everything that the app has not confirmed is told once more. */
  function tellLast(): void {
    const answers = untold()
    if (known === undefined || Object.keys(answers).length === 0) return
    const { planId } = known
    client.call('switchAnswer', { planId, answers }, newCallId(), { outlivesPage: true }).catch(() => undefined)
  }

  switches.subscribe(({ state }, before) => {
    if (state === before.state) return
    hear(state)
    if (isAnyUntold()) tellSoon()
    else told()
  })
  store.subscribe(({ answers, isStarting }, before) => {
    if (answers === before.answers && isStarting === before.isStarting) return
    if (isAnyUntold()) tellSoon()
    else told()
  })
  window.addEventListener('pagehide', tellLast)
}

function changesBetween(before: Answers, after: Answers): Changes {
  const ids = new Set([...Object.keys(before), ...Object.keys(after)])
  return Object.fromEntries(
    [...ids].filter((id) => before[id] !== after[id]).map((id) => [id, after[id] ?? null] as const),
  )
}

function withChanges(answers: Answers, changes: Changes): Answers {
  return Object.fromEntries(
    Object.entries({ ...answers, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null),
  )
}
