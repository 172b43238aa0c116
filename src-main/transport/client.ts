import { randomUUID } from 'node:crypto'
import type { Call, Input, Output } from '../contract/define.ts'
import { fromWireError } from '../contract/wire-error.ts'
import { answerEnvelopeSchema, type CallEnvelope } from '../contract/envelope.ts'

/** A typed client of the contract, over any transport that carries a call and its envelope. Each call gets an id. */
export interface AppClient {
  call<C extends Call>(call: C, input: Input<C>): Promise<Output<C>>
}

export function createClient(send: (name: string, envelope: CallEnvelope) => Promise<unknown>): AppClient {
  return {
    async call<C extends Call>(call: C, input: Input<C>): Promise<Output<C>> {
      const envelope = answerEnvelopeSchema.parse(await send(call.name, { callId: randomUUID(), input }))
      if (!envelope.ok) throw fromWireError(envelope.error)
      return call.output.parse(envelope.value) as Output<C>
    },
  }
}
