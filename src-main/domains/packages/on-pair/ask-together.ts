/** What several steps of one plan, or of one proof, ask a laptop at the same time is one question. */
import type { CallOptions, Machine } from '../../../machine/machine.ts'

type Ask<T> = (machine: Machine, options?: CallOptions) => Promise<T>

export function askTogether<T>(ask: (machine: Machine, options: CallOptions) => Promise<T>): Ask<T> {
  /** What is not answered yet, by the signal of the plan or the switch that it is for. */
  const asked = new WeakMap<AbortSignal, Map<string, Promise<T>>>()
  return (machine, options = {}) => {
    const { signal } = options
    if (signal === undefined) return ask(machine, options)
    const open = asked.get(signal) ?? new Map<string, Promise<T>>()
    asked.set(signal, open)
    const before = open.get(machine.name)
    if (before !== undefined) return before
    const answer = ask(machine, options).finally(() => open.delete(machine.name))
    open.set(machine.name, answer)
    return answer
  }
}
