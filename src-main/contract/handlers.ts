import type { z } from 'zod'
import type { CallKey, calls } from './calls.ts'

/** What a handler knows of the call beside its input. */
export interface CallContext {
  /** From the call's envelope, a UUID. */
  readonly callId: string
}

/** One handler for each call. Input is parsed before it comes in, the output before it leaves. */
export type Handlers = {
  readonly [K in CallKey]: (
    input: z.output<(typeof calls)[K]['input']>,
    call: CallContext,
  ) => Promise<z.input<(typeof calls)[K]['output']>>
}
