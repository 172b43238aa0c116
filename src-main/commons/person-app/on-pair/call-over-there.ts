import type { Input, Output } from '../../../contract/define.ts'
import { fromWireError } from '../../../contract/wire-error.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { askPersonApp, changingCalls, readingCalls, tellPersonApp } from '../verbs.ts'

type Asked = (typeof readingCalls)[number] | (typeof changingCalls)[number]

/** Calls the person's app on that laptop. Rejects with its own error where it refuses. */
export async function callOverThere<C extends Asked>(
  laptop: Machine,
  call: C,
  input: Input<C>,
  options: CallOptions = {},
): Promise<Output<C>> {
  const reading = readingCalls.find(({ name }) => name === call.name)
  const changing = changingCalls.find(({ name }) => name === call.name)
  const answer =
    reading !== undefined
      ? await laptop.call(askPersonApp, { call: reading.name, input }, options)
      : changing !== undefined
        ? await laptop.call(tellPersonApp, { call: changing.name, input }, options)
        : undefined
  if (answer === undefined) throw new Error(`${call.name} is not asked of the other laptop`)
  if (answer.kind === 'refused') throw fromWireError(answer.error)
  return call.output.parse(answer.value) as Output<C>
}
