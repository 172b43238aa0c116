import type { Scoped } from '../../../src-main/contract/switch-scope.ts'
import { texts } from './texts.ts'

/** `to`: the target. */
export function wizardTitle({ scope, to }: Scoped & { readonly to: { readonly label: string } }): string {
  return scope === 'packages' ? texts.packagesOf(to.label) : texts.switchTo(to.label)
}
