import { AppError } from '../../kernel/app-error.ts'
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

/** To be typed again. */
export function wayText(way: Way): string {
  return 'to' in way ? `--to ${way.to}` : `--from ${way.from}`
}
