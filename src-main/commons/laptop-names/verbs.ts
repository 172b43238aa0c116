/** What a laptop is called on the screen. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'

export const longestLabel = 40

/** As hostnamed(8) has it: no control characters, and no spaces around it. */
const labelSchema = z
  .string()
  .max(longestLabel)
  // eslint-disable-next-line no-control-regex -- control characters are what a name must not have
  .regex(/^(?! )[^\u0000-\u001f\u007f]*(?<! )$/)

export const isLabel = (text: string): boolean => labelSchema.safeParse(text).success

export const readLabel = defineVerb({
  name: 'laptop-names.read',
  title: 'read what the laptop is called',
  mutates: false,
  input: z.object({}),
  /** The pretty host name, else the host name. */
  output: z.object({ label: z.string() }),
})

/** "" takes the name away. */
export const writeLabel = defineVerb({
  name: 'laptop-names.write',
  title: 'name the laptop',
  mutates: true,
  input: z.object({ label: labelSchema }),
  output: z.object({ label: z.string() }),
})
