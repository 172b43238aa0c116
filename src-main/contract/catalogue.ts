/**
 * Catalogues of what an agent can say: each problem and sentence of one place, with the shape of its data and its words
 * as pure functions of that data. An agent sends id and data; the app, which knows every catalogue, finds the words.
 */
import { z } from 'zod'
import { AppError } from '../kernel/app-error.ts'
import type { ErrorCode } from '../kernel/error-codes.ts'
import type { Message } from '../kernel/message.ts'

export interface Words {
  /** What happened. */
  readonly message: string
  /** What the person can do; left out where nothing helps. */
  readonly hint?: string | undefined
}

/** The words of a message inside the data of another one. */
export type Tell = (message: Message) => string

/** One thing that can be said. */
export interface CatalogueEntry {
  readonly id: string
  readonly data: z.ZodObject
  /** Undefined when the data is of another shape. */
  readonly words: (data: unknown, tell: Tell) => Words | undefined
}

export type Catalogue = Readonly<Record<string, CatalogueEntry>>

/** For "Show details", beside what the words say. */
export interface Circumstances {
  readonly details?: string | undefined
  readonly cause?: unknown
}

type Data<S extends z.ZodObject> = Readonly<z.output<S>>
type Named<E extends CatalogueEntry> = (id: string) => E
type Problem<S extends z.ZodObject> = CatalogueEntry & ((data: Data<S>, circumstances?: Circumstances) => AppError)
type Sentence<S extends z.ZodObject> = CatalogueEntry & ((data: Data<S>) => Message)

/** For what is said without data. */
export const noData = z.object({})

/** Something that is thrown. In its catalogue it makes the error: `throw rollbackMessages.noPlaceholder({ title })`. */
export function problem<S extends z.ZodObject>(
  code: ErrorCode,
  data: S,
  words: (data: Data<S>, tell: Tell) => Words,
): Named<Problem<S>> {
  return (id) => {
    const make = (given: Data<S>, circumstances: Circumstances = {}) =>
      new AppError({ ...words(given, untold), ...circumstances, code, problem: { id, data: given } })
    return Object.assign(make, entryOf(id, data, words))
  }
}

/** Something that is part of an answer. In its catalogue it makes the message: `rollbackMessages.holdsSnapshots({ title })`. */
export function sentence<S extends z.ZodObject>(
  data: S,
  words: (data: Data<S>, tell: Tell) => string | Words,
): Named<Sentence<S>> {
  return (id) => {
    const make = (given: Data<S>): Message => ({ id, data: given })
    return Object.assign(
      make,
      entryOf(id, data, (given, tell) => {
        const said = words(given, tell)
        return typeof said === 'string' ? { message: said } : said
      }),
    )
  }
}

/** Where no catalogue is known, in the log of an agent. */
const untold: Tell = ({ id }) => id

/** Throws a message that would otherwise be part of an answer. */
export function asProblem(code: ErrorCode, told: Message): AppError {
  return new AppError({ code, message: told.id, details: JSON.stringify(told.data), problem: told })
}

/** "place" and each name are the id. */
export function defineCatalogue<E extends Readonly<Record<string, Named<CatalogueEntry>>>>(
  place: string,
  entries: E,
): { readonly [Name in keyof E]: ReturnType<E[Name]> } {
  const named = Object.entries(entries).map(([name, make]) => [name, make(`${place}.${name}`)])
  return Object.fromEntries(named) as { readonly [Name in keyof E]: ReturnType<E[Name]> }
}

function entryOf<S extends z.ZodObject>(
  id: string,
  data: S,
  words: (data: Data<S>, tell: Tell) => Words,
): CatalogueEntry {
  return {
    id,
    data,
    words: (given, tell) => {
      const parsed = data.safeParse(given)
      return parsed.success ? words(parsed.data, tell) : undefined
    },
  }
}
