/** A long list that lies elsewhere: fetched page by page as it comes into sight. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import { wireErrorOf } from '../client/client.ts'

export interface Page<T> {
  readonly total: number
  readonly entries: readonly T[]
}

export interface Pages<T> {
  /** Of which list these are; another one than asked for as long as its first page is on its way. */
  readonly key: string
  readonly total: number
  readonly pages: ReadonlyMap<number, readonly T[]>
}

export const pageSize = 200
/** Pages far from what is in sight are let go. */
const mostPages = 40

export function itemAt<T>(pages: Pages<T> | undefined, index: number): T | undefined {
  return pages?.pages.get(Math.floor(index / pageSize))?.[index % pageSize]
}

/** The pages that hold the rows from `first` to `last`. */
export function pagesOfRange(first: number, last: number): readonly number[] {
  const from = Math.floor(Math.max(0, first) / pageSize)
  const to = Math.floor(Math.max(0, last) / pageSize)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/** With one page more; the one that is farthest from it goes when there are too many. */
export function withPage<T>(before: Pages<T>, page: number, { total, entries }: Page<T>): Pages<T> {
  const pages = new Map(before.pages).set(page, entries)
  if (pages.size > mostPages) {
    const farthest = [...pages.keys()].reduce((far, other) =>
      Math.abs(other - page) > Math.abs(far - page) ? other : far,
    )
    pages.delete(farthest)
  }
  return { ...before, total, pages }
}

export interface PagedCall<T> {
  /** Absent until the first page of any list came. */
  readonly pages: Pages<T> | undefined
  readonly error: WireError | undefined
  /** Whether what is shown belongs to an earlier question. */
  readonly stale: boolean
  readonly show: (first: number, last: number) => void
  readonly again: () => void
}

/** `load` may be another function at every render; `key` alone says that it is another list. */
export function usePages<T>(key: string, load: (offset: number, limit: number) => Promise<Page<T>>): PagedCall<T> {
  const [pages, setPages] = useState<Pages<T>>()
  const [failed, setFailed] = useState<{ readonly key: string; readonly error: WireError }>()
  const [round, setRound] = useState(0)
  const latest = useRef({ key, load })
  const inFlight = useRef(new Set<string>())
  useEffect(() => {
    latest.current = { key, load }
  })
  const fetchPage = useCallback((page: number) => {
    const { key: asked, load: loadNow } = latest.current
    const flight = `${asked}#${page}`
    if (inFlight.current.has(flight)) return
    inFlight.current.add(flight)
    loadNow(page * pageSize, pageSize)
      .then(
        (answer) => {
          if (latest.current.key !== asked) return
          setFailed(undefined)
          setPages((before) => {
            const same = before?.key === asked ? before : { key: asked, total: answer.total, pages: new Map() }
            return withPage(same, page, answer)
          })
        },
        (thrown: unknown) => {
          if (latest.current.key === asked) setFailed({ key: asked, error: wireErrorOf(thrown) })
        },
      )
      .finally(() => inFlight.current.delete(flight))
  }, [])
  useEffect(() => fetchPage(0), [key, round, fetchPage])
  const show = useCallback(
    (first: number, last: number) => {
      if (pages === undefined || pages.key !== latest.current.key || last < first) return
      for (const page of pagesOfRange(first, last)) if (!pages.pages.has(page)) fetchPage(page)
    },
    [pages, fetchPage],
  )
  const again = useCallback(() => {
    setPages(undefined)
    setFailed(undefined)
    setRound((before) => before + 1)
  }, [])
  const error = failed?.key === key ? failed.error : undefined
  return { pages, error, stale: pages !== undefined && pages.key !== key, show, again }
}
