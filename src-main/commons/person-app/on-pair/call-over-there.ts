import type { Input, Output } from '../../../contract/define.ts'
import { fromWireError } from '../../../contract/wire-error.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { askPersonApp, changingCalls, readingCalls, tellPersonApp, type Answered } from '../verbs.ts'
import * as texts from './texts.ts'

type Asked = (typeof readingCalls)[number] | (typeof changingCalls)[number]

/** Calls the person's app on that laptop. Rejects with its own error where it refuses. */
export async function callOverThere<C extends Asked>(
  laptop: Machine,
  call: C,
  input: Input<C>,
  options: CallOptions = {},
): Promise<Output<C>> {
  const answer = await ask(laptop, call, input, options).catch((thrown: unknown) => {
    throw notRunning(laptop, thrown)
  })
  if (answer.kind === 'refused') throw fromWireError(answer.error)
  return call.output.parse(answer.value) as Output<C>
}

function ask(laptop: Machine, { name }: Asked, input: unknown, options: CallOptions): Promise<Answered> {
  const reading = readingCalls.find((one) => one.name === name)
  if (reading !== undefined) return laptop.call(askPersonApp, { call: reading.name, input }, options)
  const changing = changingCalls.find((one) => one.name === name)
  if (changing !== undefined) return laptop.call(tellPersonApp, { call: changing.name, input }, options)
  throw new Error(`${name} is not asked of the other laptop`)
}

/** Its unit could not be started, or nobody listens: the agent itself answers. */
function notRunning({ label }: Machine, thrown: unknown): unknown {
  if (!(thrown instanceof AppError) || (thrown.code !== 'tool-failed' && thrown.code !== 'unexpected')) return thrown
  const { code, details, message } = thrown
  return new AppError({ code, ...texts.notRunning(label), details: details ?? message, cause: thrown })
}
