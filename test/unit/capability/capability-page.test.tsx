import { QueryClientProvider } from '@tanstack/react-query'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { PageEntry } from '../../../src-main/contract/page-calls.ts'
import { createClient, type Binding } from '../../../src-renderer/client/client.ts'
import { allPages } from '../../../src-renderer/pages/all-pages.ts'
import { ruleHash } from '../../../src-renderer/pages/rules/rule-words.ts'
import { parseRoute } from '../../../src-renderer/router/route.ts'
import { pagePlaces } from '../../../src-renderer/shell/palette/known-places.ts'
import { roomsOf } from '../../../src-renderer/shell/rooms.ts'
import { Shell } from '../../../src-renderer/shell/shell.tsx'
import { AppProvider, createAppObjects } from '../../../src-renderer/stores/app-context.tsx'
import { clockPage } from './clocks/page.tsx'

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { dataset: {} } })
  vi.stubGlobal('window', new EventTarget())
})
afterEach(() => void vi.unstubAllGlobals())

/** All that the product has, and that of the invented capability as one more line. */
const pages = [...allPages, clockPage]

/** An app that has not answered yet. */
const silent: Binding = {
  call: () => new Promise(() => undefined),
  listen: () => () => undefined,
  saveFile: () => Promise.resolve(),
  note: () => undefined,
}

function windowAt(hash: string): string {
  const app = createAppObjects(createClient(silent))
  // The overview is asked for beside the page.
  app.queries.setQueryDefaults(['overview'], { queryFn: () => new Promise(() => undefined) })
  const route = parseRoute(hash)
  if (route.kind !== 'shell') throw new Error('this is the address of a wizard')
  return renderToStaticMarkup(
    <AppProvider value={app}>
      <QueryClientProvider client={app.queries}>
        <Shell {...route} pages={pages} />
      </QueryClientProvider>
    </AppProvider>,
  )
}

const current = (html: string) => [...html.matchAll(/<a href="([^"]*)"[^>]*aria-current="page"/g)].map(([, at]) => at)

it('has a page of its own with one line in their list: at its address, and as a tab of its room', () => {
  const html = windowAt('#/clock/hands')
  expect(html).toContain('>The hands of this laptop</h1>')
  expect(current(html)).toEqual(['#/home', '#/clock'])
})

it('has the page that it leaves to others as a tab too, and what is kept by a rule there', () => {
  const declared: PageEntry = { id: 'clocks', title: 'Clocks', room: 'travels', rulesFor: ['clock'] }
  const travels = roomsOf(pages, [declared]).find(({ title }) => title === 'What travels')
  expect(travels?.tabs.map(({ title }) => title)).toEqual(['Home', 'Programs', '/etc', 'Clock', 'Clocks'])
  const of = { kind: 'clock', what: 'Clock', title: '', effect: '' }
  expect(ruleHash({ kind: 'kept', of, name: 'Berlin' }, [declared])).toBe('#/page/clocks/rules/clock%3ABerlin')
})

it('is found from everywhere, with the parts of its page', () => {
  expect(pagePlaces(pages, undefined, undefined, [])).toEqual(
    expect.arrayContaining([
      { group: 'pages', hash: '#/clock', title: 'Clock', detail: 'What travels' },
      { group: 'pages', hash: '#/clock/hands', title: 'Hands of the clock', detail: 'Clock' },
    ]),
  )
})

it('leaves the overview at every address that no page has', () => {
  expect(['#/', '', '#/nowhere', '#/overview'].map((hash) => current(windowAt(hash)))).toEqual(
    Array(4).fill(['#/overview']),
  )
})
