import type { Call, Input, Output } from '../contract/define.ts'
import { fromWireError } from '../contract/wire-error.ts'
import { envelopeSchema } from '../contract/envelope.ts'

/** A typed client of the contract, over any transport that carries a call and its envelope. */
export interface AppClient {
  call<C extends Call>(call: C, input: Input<C>): Promise<Output<C>>
}

export function createClient(send: (name: string, input: unknown) => Promise<unknown>): AppClient {
  return {
    async call<C extends Call>(call: C, input: Input<C>): Promise<Output<C>> {
      const envelope = envelopeSchema.parse(await send(call.name, input))
      if (!envelope.ok) throw fromWireError(envelope.error)
      return call.output.parse(envelope.value) as Output<C>
    },
  }
}
