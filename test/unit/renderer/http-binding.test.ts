import { afterEach, expect, it, vi } from 'vitest'
import { createHttpBinding } from '../../../src-renderer/client/http-binding.ts'

afterEach(() => vi.unstubAllGlobals())

it('sends what outlives the page so that the browser sends it to the end, as far as a browser does', async () => {
  const sent: unknown[] = []
  vi.stubGlobal('fetch', (_address: string, { keepalive }: RequestInit) => {
    sent.push(keepalive)
    return Promise.resolve(Response.json({ ok: true, value: {} }))
  })
  const binding = createHttpBinding(() => 'key')
  const envelope = (length: number) => ({ callId: 'c1', input: { text: 'ü'.repeat(length) } })
  await binding.call('switch.answer', envelope(1), {})
  await binding.call('switch.answer', envelope(1), { outlivesPage: true })
  // The browser would refuse it altogether.
  await binding.call('switch.answer', envelope(32_000), { outlivesPage: true })
  expect(sent).toEqual([false, true, false])
})
