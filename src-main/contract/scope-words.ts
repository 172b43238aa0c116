/** How a switch is called, by what it is of. */
import type { Laptop } from './switch-state.ts'
import type { Scoped, SwitchScope } from './switch-scope.ts'

const only: Readonly<Record<SwitchScope, string>> = { packages: 'packages alone' }

/** "P17 → XPS 13", or "P17 → XPS 13, packages alone". */
export function wayOf({ scope, from, to }: Scoped & { readonly from: Laptop; readonly to: Laptop }): string {
  const way = `${from.label} → ${to.label}`
  return scope === undefined ? way : `${way}, ${only[scope]}`
}
