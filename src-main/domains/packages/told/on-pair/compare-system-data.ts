/** What people have outside of home folders that is not carried, of both laptops. Pure. */
import { z } from 'zod'
import { systemDataSchema, type SystemData } from '../verbs.ts'
import type { OnlyOnOne } from './only-on-one.ts'

/** `isOnBoth`: the other laptop has some there as well, and nobody compared the two. */
export const toldDataSchema = systemDataSchema.extend({ isOnBoth: z.literal(true).optional() })
export type ToldData = z.infer<typeof toldDataSchema>

/** What both have, uncompared, is told once. */
export function compareSystemData(here: readonly SystemData[], there: readonly SystemData[]): OnlyOnOne<ToldData> {
  return {
    onlyHere: lackingIn(there, here),
    onlyThere: lackingIn(here, there).filter(({ isOnBoth }) => isOnBoth === undefined),
  }
}

type Part = NonNullable<SystemData['parts']>[number]

function lackingIn(others: readonly SystemData[], all: readonly SystemData[]): readonly ToldData[] {
  return all.flatMap((one): ToldData[] => {
    const other = others.find(({ place }) => place === one.place)
    if (one.parts === undefined) return [other === undefined ? one : { ...one, isOnBoth: true }]
    const known = new Set(other?.parts?.map(keyOf))
    // No checksum of what is in a file stands in a plan.
    const parts = one.parts.filter((part) => !known.has(keyOf(part))).map(({ name }) => ({ name }))
    return parts.length === 0 ? [] : [{ ...one, parts }]
  })
}

function keyOf({ name, sum = '' }: Part): string {
  return `${sum} ${name}`
}
