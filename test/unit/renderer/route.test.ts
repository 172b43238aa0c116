import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { allPages } from '../../../src-renderer/pages/all-pages.ts'
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

it.each([
  ['#/rules', '#/etc'],
  ['#/rules/undecided', '#/etc/undecided'],
  ['#/rules/person%3A%2Fhosts%3A3', '#/etc/person%3A%2Fhosts%3A3'],
  ['#/rules/package%3Aapt%3Amosh', '#/packages/package%3Aapt%3Amosh'],
  ['#/rules/home%3A%2FDownloads', '#/home/home%3A%2FDownloads'],
  ['#/rules/container%3A%3Avolume%3Ashop', '#/page/machines/rules/container%3A%3Avolume%3Ashop'],
  ['#/rules/image%3Awork.qcow2', '#/page/machines/rules/image%3Awork.qcow2'],
  ['#/settings/home', '#/home/not-copied'],
  ['#/settings/copied', '#/home/copied'],
  ['#/settings/power', '#/settings/power'],
  ['#/packages', '#/packages'],
])('leads from the address of before, %s, to %s', (before, now) => {
  expect(routeHash(parseRoute(before))).toBe(now)
})

it('leads to pages that there are, wherever one is named', () => {
  const ids = allPages.map(({ id }) => id)
  expect(ids).toEqual([...new Set(ids)])
  const named = ['src-main', 'src-renderer']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(places)].map(([, id]) => id ?? ''))
  expect(named.length).toBeGreaterThan(25)
  expect(named.filter((id) => !ids.includes(id))).toEqual([])
})

/** Of the app as well, which says where something is decided. */
const places = /(?:pageHash\(|kind: 'shell',\s+page: |label: '[^']*',\s+page: )'([^']+)'/g
