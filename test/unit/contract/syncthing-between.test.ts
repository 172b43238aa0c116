/** The one line of the overview about a person's Syncthing. */
import { expect, it } from 'vitest'
import type { LaptopStatus } from '../../../src-main/contract/overview-calls.ts'
import type { PersonSyncthing } from '../../../src-main/contract/person-syncthing.ts'
import { syncthingBetween } from '../../../src-main/contract/syncthing-between.ts'
import { here, peer, peerAway } from '../../renderer/laptops.ts'
import { both, folder, running, status } from '../commons/syncthings.ts'

const says = (laptop: LaptopStatus, syncthing: PersonSyncthing): LaptopStatus =>
  laptop.facts === undefined ? laptop : { ...laptop, facts: { ...laptop.facts, syncthing } }

function lineOf({ from, to }: Readonly<Record<'from' | 'to', PersonSyncthing>>, other = peer) {
  return syncthingBetween({ here: says(here, from), peer: says(other, to) })?.text
}

const alone = both().from

it.each([
  ['up to date', both(), 'Syncthing is up to date on both laptops.'],
  ['behind', both({}, { status: status('F', { needs: 12 }) }), 'Syncthing still carries 12 files of Documents.'],
  ['different', both({ status: status('T', { local: '41 3 0 1' }) }), 'Syncthing is not done with Documents.'],
  ['paused', both({}, { isPaused: true }), 'Documents: Syncthing is paused on XPS 13.'],
  [
    'apart',
    {
      from: alone,
      to: {
        ...running('T', 'F', [folder('F')]),
        devices: [{ id: 'F', name: 'F', isPaused: false, isConnected: false }],
      },
    },
    'Both Syncthings are not connected.',
  ],
  ['stopped', { from: alone, to: { kind: 'stopped' } }, 'Syncthing does not run on XPS 13.'],
  [
    'hanging',
    { from: alone, to: { kind: 'silent', why: 'no-answer', details: '' } },
    'Syncthing does not answer on XPS 13.',
  ],
] satisfies readonly (readonly [string, Parameters<typeof lineOf>[0], string])[])(
  'says that it is %s',
  (_what, sides, text) => {
    expect(lineOf(sides)).toBe(text)
  },
)

it('is none without a Syncthing, with nothing shared, and while one laptop is away', () => {
  expect(lineOf({ from: { kind: 'none' }, to: { kind: 'none' } })).toBeUndefined()
  expect(lineOf({ from: running('F', 'T', []), to: running('T', 'F', []) })).toBeUndefined()
  expect(lineOf(both(), peerAway)).toBeUndefined()
  expect(syncthingBetween({ here, peer })).toBeUndefined()
})
