/** Pictures that clients have. What declares itself, such as a step or a page, names the one that suits it. */
import { z } from 'zod'

export const iconSchema = z.enum([
  'camera',
  'check',
  'clock',
  'disk',
  'etc',
  'history',
  'home',
  'lock',
  'network',
  'notebook',
  'package',
  'person',
  'power',
  'puzzle',
  'shield',
  'tools',
  'vm',
])
export type Icon = z.infer<typeof iconSchema>
