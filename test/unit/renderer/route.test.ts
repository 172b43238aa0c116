import { expect, it } from 'vitest'
import { parseRoute, routeHash, type Route } from '../../../src-renderer/router/route.ts'

it.each<Route>([
  { kind: 'wizard', page: undefined },
  { kind: 'wizard', page: 'home' },
  { kind: 'wizard', page: undefined, to: 'xps' },
  { kind: 'wizard', page: 'home', list: 'Files in /home?', file: 'Documents/50 % of it?file=x' },
  { kind: 'shell', page: 'snapshots', item: '2026/11', rest: ['files', 'home'], file: 'räume & "orte"' },
])('finds its way back from its address: %o', (route) => {
  expect(parseRoute(routeHash(route))).toEqual(route)
})

it('looks for nothing in a list where only half of it is told', () => {
  expect(parseRoute('#/switch/home/Files')).toEqual({ kind: 'wizard', page: 'home' })
  expect(parseRoute('#/switch/home?file=x')).toEqual({ kind: 'wizard', page: 'home' })
})
