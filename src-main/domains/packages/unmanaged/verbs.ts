import { z } from 'zod'
import { defineVerb } from '../../../contract/define.ts'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'

/** Outside /home, where nothing but their own installers knows of them: whole paths, at most so many. */
export const mostPrograms = 2_000

export const listUnmanaged = defineVerb({
  name: 'unmanaged.list',
  title: 'list programs that no package manager knows',
  mutates: false,
  input: z.object({}),
  output: z.object({ places: z.array(absolutePathSchema).max(mostPrograms) }),
})
