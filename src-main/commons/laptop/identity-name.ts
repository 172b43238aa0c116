/** The name by which pairing knows a laptop: its host name when it was set up, or one like it. */
import { z } from 'zod'

/** Stands in names of folders and of git references, and is typed. */
export const identityNameSchema = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/)

export const identitySchema = z.object({
  version: z.literal(1),
  /** Unlike that of any laptop it was paired with. */
  name: identityNameSchema,
  /** Unlike that of every other laptop, also of those that it was never paired with. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
})
export type LaptopIdentity = z.infer<typeof identitySchema>

/** `wanted`, or the first like it that nobody has: "xps-2". */
export function freeName(wanted: string, taken: readonly string[]): string {
  const others = taken.map((name) => name.toLowerCase())
  const isFree = (name: string): boolean => !others.includes(name.toLowerCase())
  let name = wanted
  for (let count = 2; !isFree(name); count += 1) name = `${wanted.slice(0, 60)}-${count}`
  return name
}
