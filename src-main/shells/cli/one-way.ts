import { AppError } from '../../kernel/app-error.ts'
import type { Scoped } from '../../contract/switch-scope.ts'
import { eitherWay } from './error-texts.ts'

/** As it is typed. */
export interface TypedWay {
  readonly to?: string | undefined
  readonly from?: string | undefined
}

/** To the other laptop, or from it to this one. */
export type Way = { readonly to: string } | { readonly from: string }

/** Throws "invalid-input" unless exactly one laptop is named. */
export function oneWay({ to, from }: TypedWay): Way {
  if (to !== undefined && from === undefined) return { to }
  if (from !== undefined && to === undefined) return { from }
  throw new AppError({ code: 'invalid-input', ...eitherWay })
}

/** To be typed: what starts it, or what lists all it asks. */
export function commandText({ way, scope }: Scoped & { readonly way: Way }, what: 'start' | 'list'): string {
  const named = 'to' in way ? `--to ${way.to}` : `--from ${way.from}`
  if (scope === undefined) return `${what === 'start' ? 'switch' : 'plan'} ${named}`
  return `packages apply ${named}${what === 'start' ? '' : ' --dry-run'}`
}
