/** Which laptop has something, alike for all that is asked about. */
import { countOf } from '../kernel/units.ts'
import { errorText, type WireError } from './wire-error.ts'

export type Has = boolean | 'unknown'

export interface WhereItIs {
  readonly labels: { readonly here: string; readonly there: string | undefined }
  readonly here: Has
  readonly there: Has
}

/** Without a full stop. */
export function whereWords(name: string, { labels, here, there }: WhereItIs): string {
  const other = labels.there ?? 'the other laptop'
  if (here === true && there === true) return `${name} is on both laptops`
  if (here === false && there === false) return `${name} is on neither laptop`
  if (here === true) return there === false ? `${name} is not on ${other}` : `${name} is on ${labels.here}`
  if (there === true) return here === false ? `${name} is only on ${other}` : `${name} is on ${other}`
  return here === false ? `${name} is not on ${labels.here}` : name
}

/** A sentence about what could not be asked; undefined where both are known. */
export function notKnownWords({ labels, here, there }: WhereItIs): string | undefined {
  const unknown = [
    ...(here === 'unknown' ? [labels.here] : []),
    ...(there === 'unknown' ? [labels.there ?? 'the other laptop'] : []),
  ]
  return unknown.length === 0 ? undefined : `Whether ${unknown.join(' and ')} has it is not known.`
}

/** Without an answer: what was looked through. */
export const nothingFoundWords = (asked: string, searched: readonly string[]): string =>
  searched.length === 0
    ? `${asked} was searched for nowhere.`
    : `Nothing found for ${asked}. Searched: ${searched.join(', ')}.`

export const notSearchedWords = (what: string, error: WireError): string => `Not searched: ${what}. ${errorText(error)}`

export const moreWords = (count: number): string =>
  `${countOf(count, 'more match', 'more match')}. Type more of the name.`
