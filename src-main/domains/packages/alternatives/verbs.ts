import { z } from 'zod'
import { defineVerb } from '../../../contract/define.ts'
import { alternativeNameSchema, alternativeSchema, alternativesSchema } from './model.ts'

const alternatives = z.array(alternativeSchema)

export const captureAlternatives = defineVerb({
  name: 'alternatives.capture',
  title: 'list the default programs that were chosen',
  mutates: false,
  /** Of `wanted` the answer tells which cannot be chosen there. */
  input: z.object({ wanted: alternatives }),
  output: alternativesSchema.extend({ notOffered: alternatives }),
})

/** What is not offered there is left as it is. `automatic`: follow what is installed from now on. Repeatable. */
export const chooseAlternatives = defineVerb({
  name: 'alternatives.choose',
  title: 'choose default programs',
  mutates: true,
  input: z.object({ wanted: alternatives, automatic: z.array(alternativeNameSchema) }),
  output: z.object({ done: z.number() }),
})
