import { toAppError } from '../kernel/app-error.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Machine } from './machine.ts'

/** Logs each verb with its duration and outcome, never its input or output. */
export function loggedMachine(machine: Machine, logger: Logger): Machine {
  return {
    name: machine.name,
    get label() {
      return machine.label
    },
    ...(machine.rename === undefined ? {} : { rename: machine.rename }),
    ...(machine.isHere === undefined ? {} : { isHere: machine.isHere }),
    wording: machine.wording,
    ...(machine.ended === undefined ? {} : { ended: machine.ended }),
    call: async (verb, input, options) => {
      const started = performance.now()
      const tell = (level: 'debug' | 'warn', outcome: string) =>
        logger.log(level, verb.title, {
          machine: machine.name,
          verb: verb.name,
          ms: Math.round(performance.now() - started),
          outcome,
        })
      try {
        const output = await machine.call(verb, input, options)
        tell('debug', 'answered')
        return output
      } catch (thrown) {
        tell('warn', toAppError(thrown).code)
        throw thrown
      }
    },
  }
}
