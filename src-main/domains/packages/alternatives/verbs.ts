import { z } from 'zod'
import { defineVerb } from '../../../contract/define.ts'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'

/**
 * A name that leads to one of several programs, as update-alternatives(1) has it: "editor". Nothing in it can be taken for
 * an option or another folder.
 */
export const alternativeNameSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9[][A-Za-z0-9+._:[-]*$/)

export const alternativeSchema = z.object({ name: alternativeNameSchema, path: absolutePathSchema })

export type Alternative = z.infer<typeof alternativeSchema>

const alternativesSchema = z.object({
  /** Set by hand. */
  chosen: z.array(alternativeSchema),
  /** Names that follow what is installed. */
  automatic: z.array(alternativeNameSchema),
})

export type Alternatives = z.infer<typeof alternativesSchema>

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
