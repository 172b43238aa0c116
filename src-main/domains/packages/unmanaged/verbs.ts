import { z } from 'zod'
import { defineVerb } from '../../../contract/define.ts'
import { programSchema } from './model.ts'

/** Outside of home folders, and as many in them. */
export const mostPrograms = 2_000

export const listUnmanaged = defineVerb({
  name: 'unmanaged.list',
  title: 'list programs that no package manager knows',
  mutates: false,
  input: z.object({}),
  /** By their places: whole paths. None of them is run, and of its files only what says its version is read. */
  output: z.object({ programs: z.array(programSchema).max(2 * mostPrograms) }),
})
