/** What is found where a person types where they want to go. */
import { describe, expect, it } from 'vitest'
import { allPages } from '../../../src-renderer/pages/all-pages.ts'
import {
  actionPlaces,
  helpPlaces,
  pagePlaces,
  settingsPlaces,
} from '../../../src-renderer/shell/palette/known-places.ts'
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

  it('has what is done before paths that have it inside, and what is found later below', () => {
    const some = [
      { ...place('pages', 'Prepare to switch'), also: 'plan switch' },
      place('rules', '/etc/netplan'),
      place('files', '~/Documents/plan.md'),
      ...actionPlaces(true),
    ]
    expect(titles(some, 'plan').map(([, found]) => found)).toEqual([
      ['Prepare to switch'],
      ['/etc/netplan'],
      ['~/Documents/plan.md'],
    ])
    expect(titles(some, '/etc/net')).toEqual([
      ['rules', ['/etc/netplan']],
      ['files', ['~/Documents/plan.md']],
    ])
  })

  it.each(['undo', 'restore', 'copy', 'suspend', 'pair', 'verify'])('knows how to %s, first of all', (verb) => {
    const [first] = findPlaces([...settingsPlaces, place('pages', `Also ${verb}`), ...actionPlaces(true)], verb)
    expect(first?.group).toBe('actions')
    expect(first?.places[0]?.title.toLowerCase()).toContain(verb)
  })

  it('has questions of the help by what a person has lost', () => {
    expect(titles(helpPlaces, 'deleted file')).toEqual([['help', ['How do I get a deleted file back?']]])
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
