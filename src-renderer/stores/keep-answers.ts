/**
 * The app keeps the answers: a window shows those of the present plan, and tells the app what the person answers in it, a
 * few at a time. So they outlive the window, and every other one sees them.
 */
import type { Answers } from '../../src-main/contract/preview.ts'
import type { PlanView, SwitchState } from '../../src-main/contract/switch-state.ts'
import type { Client } from '../client/client.ts'
import type { AnswersStore } from './answers-store.ts'
import type { SwitchStore } from './switch-store.ts'

const waitMs = 250

/** Question id to choice id; null for an answer that was taken back. */
type Changes = Readonly<Record<string, string | null>>

export function keepAnswers(store: AnswersStore, switches: SwitchStore, client: Client): void {
  /** What the app has; it may have another plan after every wait. */
  let known: Pick<PlanView, 'planId' | 'kept'> | undefined
  const knownNow = () => known
  let timer: number | undefined
  let isTelling = false

  function hear(state: SwitchState | undefined): void {
    if (state?.kind !== 'planned') {
      known = undefined
      return
    }
    const { planId, kept } = state.plan
    if (known?.planId === planId && known.kept === kept) return
    // What was answered of another plan may be about other versions: the app knows what of it still holds.
    const mine = known?.planId === planId ? changesBetween(known.kept, store.getState().answers) : {}
    known = { planId, kept }
    store.setState({ answers: withChanges(kept, mine) })
  }

  function tellSoon(): void {
    timer ??= window.setTimeout(() => void tell(), waitMs)
  }

  async function tell(): Promise<void> {
    window.clearTimeout(timer)
    timer = undefined
    const changes = known === undefined ? {} : changesBetween(known.kept, store.getState().answers)
    if (known === undefined || isTelling || Object.keys(changes).length === 0) return
    const { planId } = known
    isTelling = true
    try {
      await client.call('switchAnswer', { planId, answers: changes })
      const now = knownNow()
      if (now === undefined) return
      if (now.planId === planId) known = { planId, kept: withChanges(now.kept, changes) }
      if (isAnyUntold(now.kept)) tellSoon()
    } catch {
      // Told again with the next answer, or with the snapshot that follows a gap.
    } finally {
      isTelling = false
    }
  }

  function isAnyUntold(kept: Answers): boolean {
    return Object.keys(changesBetween(kept, store.getState().answers)).length > 0
  }

  switches.subscribe(({ state }, before) => {
    if (state === before.state) return
    hear(state)
    if (known !== undefined && isAnyUntold(known.kept)) tellSoon()
  })
  store.subscribe(({ answers }, before) => {
    if (answers !== before.answers && known !== undefined && isAnyUntold(known.kept)) tellSoon()
  })
  window.addEventListener('pagehide', () => void tell())
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
