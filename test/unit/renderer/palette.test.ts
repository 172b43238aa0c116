/** What is found where a person types where they want to go. */
import { describe, expect, it } from 'vitest'
import { allPages } from '../../../src-renderer/pages/all-pages.ts'
import { pagePlaces, settingsPlaces } from '../../../src-renderer/shell/palette/known-places.ts'
import { findPlaces, wantedFile, type PalettePlace } from '../../../src-renderer/shell/palette/places.ts'
import { worlds } from '../../renderer/worlds.ts'

const place = (group: PalettePlace['group'], title: string, detail = ''): PalettePlace => ({
  group,
  title,
  detail,
  hash: `#/${title}`,
})
const titles = (places: readonly PalettePlace[], typed: string) =>
  findPlaces(places, typed).map(({ group, places: mine }) => [group, mine.map(({ title }) => title)])

describe('where to go', () => {
  const places = [
    place('pages', 'Overview'),
    place('pages', 'Settings'),
    place('settings', 'Power', 'Settings'),
    place('switches', 'P17 → XPS 13, today, 08:10', '18.4 GB copied'),
    place('rules', '/etc/hosts'),
  ]

  it('is all pages and what was last, as long as nothing is typed', () => {
    expect(titles(places, ' ')).toEqual([
      ['pages', ['Overview', 'Settings']],
      ['switches', ['P17 → XPS 13, today, 08:10']],
    ])
  })

  it('has every word that was typed, in whatever order and case', () => {
    expect(titles(places, 'xps P17')).toEqual([['switches', ['P17 → XPS 13, today, 08:10']]])
    expect(titles(places, 'SETTINGS')).toEqual([
      ['pages', ['Settings']],
      ['settings', ['Power']],
    ])
    expect(titles(places, 'nowhere')).toEqual([])
  })

  it('begins with what was typed before it only has it inside', () => {
    const two = [place('rules', '/etc/my-hosts'), place('rules', 'hosts')]
    expect(titles(two, 'hosts')).toEqual([['rules', ['hosts', '/etc/my-hosts']]])
  })

  it('is not more of one kind than can be overlooked', () => {
    const many = Array.from({ length: 50 }, (_, index) => place('rules', `/etc/rule-${index}`))
    expect(findPlaces(many, 'rule')[0]?.places).toHaveLength(6)
  })

  it('keeps what the app has found by the parts of a path', () => {
    expect(titles([place('files', '~/Documents/letter.odt')], '/home/alice/Documents/let')).toEqual([
      ['files', ['~/Documents/letter.odt']],
    ])
  })
})

it('looks for the last name of a path, and for nothing that is too short', () => {
  expect(wantedFile('~/Documents/letter')).toEqual({ name: 'letter', folder: '~/documents' })
  expect(wantedFile('/home/alice/Pictures/')).toEqual({ name: 'Pictures', folder: '/home/alice' })
  expect(wantedFile('letter')).toEqual({ name: 'letter', folder: '' })
  expect([wantedFile(''), wantedFile('ab'), wantedFile('~/Documents/a')]).toEqual([undefined, undefined, undefined])
})

it('leads to the pages of the plan that is shown, and to each part of the settings', () => {
  const state = worlds['behind']?.().state
  const pages = pagePlaces(allPages, state, 'XPS 13', [])
  expect(pages.map(({ hash }) => hash)).toEqual(expect.arrayContaining(['#/overview', '#/switch', '#/switch/etc']))
  expect(pages.map(({ title }) => title)).toContain('Switch to XPS 13')
  expect(pages).toContainEqual(expect.objectContaining({ hash: '#/etc/undecided', title: 'Files without a rule' }))
  // The page goes from where the latest work is: the entry names no direction that may be the other one.
  expect(pagePlaces(allPages, { kind: 'idle' }, 'XPS 13', [])).toContainEqual(
    expect.objectContaining({ hash: '#/switch', title: 'Prepare to switch', detail: 'XPS 13' }),
  )
  expect(pagePlaces(allPages, worlds['bring']?.().state, 'P17', []).map(({ title }) => title)).toContain(
    'Switch to XPS 13',
  )
  expect(pagePlaces(allPages, { kind: 'idle' }, undefined, []).map(({ hash }) => hash)).not.toContain('#/switch')
  expect(settingsPlaces.map(({ hash }) => hash)).toEqual(
    expect.arrayContaining(['#/settings/power', '#/settings/live']),
  )
})
