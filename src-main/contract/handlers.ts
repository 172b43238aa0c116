import type { z } from 'zod'
import type { CallKey, calls } from './calls.ts'

/** One handler for each call. Input is parsed before it comes in, the output before it leaves. */
export type Handlers = {
  readonly [K in CallKey]: (
    input: z.output<(typeof calls)[K]['input']>,
  ) => Promise<z.input<(typeof calls)[K]['output']>>
}
