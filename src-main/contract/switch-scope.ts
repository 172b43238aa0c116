/** What a switch is of, where it is not all that is carried. */
import { z } from 'zod'

/** packages: programs and services alone; who has the latest work stays as it is. */
export const switchScopeSchema = z.enum(['packages'])
export type SwitchScope = z.infer<typeof switchScopeSchema>

/** What is said wherever it is said of a switch; absent for one of all that is carried. */
export interface Scoped {
  readonly scope?: SwitchScope | undefined
}

/** For an object that leaves out what it has not. */
export function scopeOf({ scope }: Scoped): { readonly scope?: SwitchScope } {
  return scope === undefined ? {} : { scope }
}
