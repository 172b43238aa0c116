import { AppError } from '../kernel/app-error.ts'
import type { Machine } from './machine.ts'
import * as texts from './texts.ts'

/** Refuses verbs that mutate, so that planning cannot change anything. */
export function rehearsalMachine(machine: Machine): Machine {
  return {
    name: machine.name,
    get label() {
      return machine.label
    },
    ...(machine.isHere === undefined ? {} : { isHere: machine.isHere }),
    wording: machine.wording,
    call: (verb, input, options) => {
      if (!verb.mutates) return machine.call(verb, input, options)
      return Promise.reject(
        new AppError({
          code: 'rehearsal',
          ...texts.refusedInPlan(verb.title, machine.label),
          details: verb.name,
        }),
      )
    },
  }
}
