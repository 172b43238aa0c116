import { AppError } from '../kernel/app-error.ts'
import type { Machine } from './machine.ts'

/** The same machine, but verbs that mutate are refused: what only plans cannot change anything. */
export function rehearsalMachine(machine: Machine): Machine {
  return {
    name: machine.name,
    label: machine.label,
    wording: machine.wording,
    call: (verb, input, options) => {
      if (!verb.mutates) return machine.call(verb, input, options)
      return Promise.reject(
        new AppError({
          code: 'rehearsal',
          message: `Nothing is changed while planning, so "${verb.title}" was refused on ${machine.label}.`,
          hint: 'This is a fault of pc-switcher. Report it with the details.',
          details: verb.name,
        }),
      )
    },
  }
}
