/** Live folders of both laptops: what is made live or ended stays so as long as the world does. */
import { calls } from '../../src-main/contract/calls.ts'
import type { Live, LiveFolder } from '../../src-main/contract/live-calls.ts'
import { AppError } from '../../src-main/kernel/app-error.ts'
import { bytesOf } from './conflicts-answers.ts'
import type { World } from './memory-binding.ts'
import { withTask } from './snapshot-answers.ts'

export const noneLive: Live = {
  home: '/home/alice',
  folders: [],
  isOverInternet: false,
  usual: ['Documents', 'Pictures', 'Music', 'Videos', 'Templates'],
  keptVersions: [],
  missing: [],
}

const folder = (place: string, other: Partial<LiveFolder> = {}): LiveFolder => ({
  ...{ place: bytesOf(place), isOurs: true, state: 'up-to-date', text: 'Up to date on both laptops' },
  ...other,
})

/** In every state that a folder can be in. */
export const someLive: Live = {
  ...noneLive,
  folders: [
    folder('Documents'),
    folder('Pictures', { state: 'working', text: 'Syncthing still carries 312 files' }),
    folder('Projects/Texte für das Büro, überarbeitet', {
      ...{ state: 'held-up', text: 'Syncthing is paused on XPS 13' },
    }),
    folder('Music', { isOurs: false }),
  ],
  isOverInternet: true,
}

export const keptLive: Live = { ...noneLive, keptVersions: ['Documents', 'Pictures'] }

export const liveHere = (missing: Live['missing']): Live => ({
  ...someLive,
  folders: someLive.folders.map((one) => ({ ...one, state: 'held-up', text: 'XPS 13 does not answer' })),
  missing,
})

interface LiveWorld {
  /** How long it takes to make folders live. */
  readonly ms?: number
}

export function liveAnswers(first: Live = noneLive, { ms = 0 }: LiveWorld = {}): World['answers'] {
  let live = first
  return {
    'live.status': () => live,
    'live.on': (input, push, callId) => {
      const { places, isOverInternet } = calls.liveOn.input.parse(input)
      const refused = places.find((place) => place.startsWith('.'))
      if (refused !== undefined)
        throw new AppError({
          code: 'blocked',
          message: `~/${refused} can't be live: programs keep their settings there.`,
          hint: 'Settings of programs travel with a switch.',
        })
      const added = places.filter((place) => !live.folders.some((one) => one.place === place))
      const coming = added.map((place) => ({ ...folder(''), place, state: 'working', text: 'Comparing' }) as const)
      live = { ...live, isOverInternet, folders: [...live.folders, ...coming] }
      return withTask(push, { callId, title: 'Make folders live', ms, value: live })
    },
    'live.off': (input) => {
      const { places, deleteVersions } = calls.liveOff.input.parse(input)
      const isMeant = (place: string): boolean => places === undefined || places.includes(place)
      const ended = live.folders.filter((one) => one.isOurs && isMeant(one.place)).map(({ place }) => place)
      const folders = live.folders.filter(({ place }) => !ended.includes(place))
      const kept = [...live.keptVersions, ...ended]
      const keptVersions = deleteVersions ? kept.filter((place) => !isMeant(place)) : kept
      live = { ...live, folders, keptVersions, isOverInternet: live.isOverInternet && folders.length > 0 }
      return live
    },
  }
}
