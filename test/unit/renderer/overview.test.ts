/** How the overview is asked: what was last known stays, and who asks anew gets the newer answer. */
import type { QueryClient } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { createClient } from '../../../src-renderer/client/client.ts'
import { createQueries } from '../../../src-renderer/stores/asked.ts'
import { createLook } from '../../../src-renderer/stores/overview.ts'
import { overview } from '../../renderer/laptops.ts'

type Answer = () => Promise<unknown>

const said = (version: string): unknown => ({ ok: true, value: { ...overview, version } })
const failed: unknown = { ok: false, error: { code: 'unreachable', message: 'Away.', hint: 'Wait.' } }

/** An app that gives one answer after the other. */
function lookAt(answers: readonly Answer[]) {
  const queries = createQueries()
  const left = [...answers]
  const client = createClient({
    call: () => left.shift()?.() ?? Promise.resolve(failed),
    listen: () => () => undefined,
    saveFile: () => Promise.resolve(failed),
    note: () => undefined,
  })
  return { queries, look: createLook(client, queries) }
}

const versionIn = (queries: QueryClient) => queries.getQueryData<typeof overview>(['overview'])?.version

it('keeps what was last known when it cannot be had again', async () => {
  const { queries, look } = lookAt([() => Promise.resolve(said('1')), () => Promise.resolve(failed)])
  await look(true)
  await look(true)
  expect(versionIn(queries)).toBe('1')
  expect(queries.getQueryState(['overview'])?.status).toBe('error')
})

it('drops an answer that was asked for earlier and comes later', async () => {
  let answerLate: (answer: unknown) => void = () => undefined
  const late = new Promise((resolve) => (answerLate = resolve))
  const { queries, look } = lookAt([() => late, () => Promise.resolve(said('new'))])
  const first = look(true)
  await vi.waitFor(() => expect(queries.isFetching()).toBe(1), 20_000)
  await look(false)
  answerLate(said('old'))
  await first
  expect(versionIn(queries)).toBe('new')
})

it('takes the answer to the last of two questions of the same moment, and asks both', async () => {
  const { queries, look } = lookAt([() => Promise.resolve(said('old')), () => Promise.resolve(said('new'))])
  await Promise.all([look(true), look(false)])
  expect(versionIn(queries)).toBe('new')
  expect(queries.getQueryState(['overview'])?.status).toBe('success')
})
