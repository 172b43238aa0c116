/**
 * Fixtures of page tests name nothing that the product does not: every id in them was recorded, or is one of the contract.
 * A page that is tested with an invented id would pass and fail on a laptop.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { calls, type CallKey } from '../../../src-main/contract/calls.ts'
import { switchStateSchema } from '../../../src-main/contract/switch-state.ts'
import type { World } from '../../renderer/memory-binding.ts'
import { recordings } from '../../renderer/recorded.ts'
import { worlds } from '../../renderer/worlds.ts'
import { idsIn } from '../../renderer/ids.ts'
import { nameOf } from '../../../e2e/fixtures/states/state.ts'
import { states } from '../../../e2e/fixtures/states/states.ts'

const recordedIds = new Set(recordings.flatMap((recording) => [...idsIn(recording)]))

/**
 * What stands for something that practice laptops cannot have. `shared-page` and its like: a capability that is invented to
 * show that pages know no step.
 */
const inventedOnPurpose: readonly (readonly [id: RegExp, why: string])[] = [
  [/^(?!change|subject).*\bsnap(s|-channels)?\b/, 'an invented capability'],
  [/^subject: package snap$/, 'no snapd on practice laptops'],
  [/^change: .* (snap|flatpak)$/, 'no snapd and no flatpak on practice laptops'],
  [/^change: (keep|update) VM$/, 'no libvirt on the laptops of the stories; laptops/guests has these'],
  [
    /\b(apt|package)-source\b/,
    'both laptops of the stories have one package source; laptops/package-sources has these ids',
  ],
  [/^snapshot: scheduled$/, 'a timer takes it'],
  [/^tool: timeshift$/, 'not installed on practice laptops'],
  [/^subvolume: extra$/, 'a folder that the person adds'],
  [
    /^choice: choice home newer change$|^change: update folder$/,
    'no folder of the stories has newer files on both laptops',
  ],
  [/^tone of power: warning$/, 'practice laptops have no battery'],
]

const callId = '5c0f7a6e-8f0e-4d0e-9f57-3b9a4f0f2a11'

const isKnown = (id: string): boolean => recordedIds.has(id) || inventedOnPurpose.some(([pattern]) => pattern.test(id))

/** What a world answers to everything that was asked when answers were recorded. Some never answer, some fail on purpose. */
async function answersOf({ answers }: World): Promise<readonly { readonly key: CallKey; readonly value: unknown }[]> {
  const asked = recordings.flatMap((recording) => recording.answers)
  const told = await Promise.all(
    asked.map(async ({ call: key, input }) => {
      const answer = answers[calls[key].name]
      const value = await soon(() => answer?.(calls[key].input.parse(input), () => undefined, callId))
      return value === undefined ? [] : [{ key, value }]
    }),
  )
  return told.flat()
}

async function soon(answer: () => unknown): Promise<unknown> {
  const told = Promise.resolve().then(answer)
  const tooLate = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)))
  return Promise.race([told.catch(() => undefined), tooLate])
}

/** Their lists are long, and every entry is like the first. */
const withoutMany = Object.entries(worlds).filter(([name]) => !/many|full|whole|long/.test(name))

describe.each(withoutMany)('%s', (_name, make) => {
  it('is in a state that the app could be in, with ids that were recorded', () => {
    const { state } = make()
    expect(switchStateSchema.safeParse(state).error).toBeUndefined()
    expect(inventedIn(state)).toEqual([])
  })
})

describe('what worlds answer', () => {
  /** Most worlds give the same answers. */
  const different = new Map<string, { readonly key: CallKey; readonly value: unknown }>()

  beforeAll(async () => {
    for (const [, make] of withoutMany)
      for (const told of await answersOf(make())) different.set(JSON.stringify(told), told)
  })

  it('is what the contract says', () => {
    for (const { key, value } of different.values())
      expect(calls[key].output.safeParse(value).error, key).toBeUndefined()
  })

  it('has ids that were recorded', () => {
    expect(inventedIn([...different.values()].map(({ value }) => value))).toEqual([])
  })
})

function inventedIn(value: unknown): readonly string[] {
  return [...idsIn(value)].filter((id) => !isKnown(id))
}

/** Worlds that are not in the gallery: they look like another one, or only differ after something was pressed and waited for. */
const likeOthers = new Set([
  ...['whole', 'long', 'keeping', 'done-away', 'way-back-begins', 'activity-work-ends'],
  ...['search-in-two-windows', 'rollback-restarts', 'deciding-packages'],
  // Long lists: what is seen of them at once is like a short one.
  ...['many-more-questions', 'many-ticks', 'many-places', 'many-packages', 'many-files'],
  ...['snapshots-many', 'activity-many'],
])

it('is in the gallery, unless it looks like another one', () => {
  const shown = new Set(states.map(({ state }) => state))
  expect(Object.keys(worlds).filter((name) => !shown.has(name) && !likeOthers.has(name))).toEqual([])
  expect([...likeOthers].filter((name) => shown.has(name) || !(name in worlds))).toEqual([])
})

it('is shown under a name of its own', () => {
  const names = states.map(nameOf)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})
