/** What a client is told of the settings: what is set stays set as long as the world does. */
import type { Overview } from '../../src-main/contract/overview-calls.ts'
import type { PowerRule, Travel } from '../../src-main/contract/settings-calls.ts'
import { AppError } from '../../src-main/kernel/app-error.ts'
import { p17, xps } from './laptops.ts'
import type { World } from './memory-binding.ts'

type Answers = World['answers']

/** The password is "practice". */
export function needPassword(password: string | undefined): void {
  if (password === 'practice') return
  const [message, hint] =
    password === undefined
      ? ['Your password is needed.', 'At a terminal you are asked for it.']
      : ['That password is not yours.', 'Enter the one that sudo asks you for on this laptop.']
  throw new AppError({ code: 'needs-password', message, hint })
}

export function settingsAnswers(): Answers {
  let isAsked = false
  let power: PowerRule = { start: 'anything', low: 'pause' }
  let travel: Travel = {
    kinds: [
      { id: 'home', title: 'Home files', text: 'Everything in /home except private keys and caches.' },
      { id: 'packages', title: 'Packages and services', text: 'Programs from apt.', isOn: true },
      { id: 'etc', title: 'Files in /etc', text: 'Only files with an "always" rule.', isOn: true },
      {
        id: 'images',
        title: 'Virtual machines',
        text: 'qcow2 images. Virtual machines that run are shut down first, or left out.',
        isOn: true,
      },
    ],
  }
  let folder = '/var/lib/libvirt/images'
  const folders = () => ({ folders: [p17, xps].map((laptop) => ({ laptop, folder })) })
  return {
    'settings.power': () => power,
    'settings.setPower': (input) => {
      power = { ...power, ...(input as Partial<PowerRule>) }
      return power
    },
    'settings.password': () => ({ ask: isAsked }),
    'settings.setPassword': (input) => {
      const { ask, password } = input as { readonly ask: boolean; readonly password?: string }
      needPassword(password)
      isAsked = ask
      return { ask }
    },
    'settings.travel': () => travel,
    'settings.setTravel': (input) => {
      const { id, isOn } = input as { readonly id: string; readonly isOn: boolean }
      travel = { kinds: travel.kinds.map((kind) => (kind.id === id ? { ...kind, isOn } : kind)) }
      return travel
    },
    'settings.imagesFolder': folders,
    'settings.setImagesFolder': (input) => {
      const { folder: wanted } = input as { readonly folder: string }
      if (!wanted.startsWith('/srv/'))
        throw new AppError({ code: 'not-found', message: `XPS 13 has no folder ${wanted}.`, hint: 'Make it there.' })
      folder = wanted
      return folders()
    },
    'settings.setAddress': (input) => {
      const { address } = input as { readonly address: string }
      if (address === '192.0.2.13') return { address }
      throw new AppError({
        code: 'host-key-changed',
        message: `The laptop at ${address} is not the XPS 13 that was paired.`,
        hint: 'XPS 13 may be off, and its address given to another device.',
      })
    },
    'home.measure': () => ({
      rules: [
        { pattern: '*.iso', files: 3, bytes: 11.2e9 },
        { pattern: '/Downloads/films', files: 41, bytes: 38.4e9 },
      ],
      builtIn: [
        { kind: 'key', files: 7, bytes: 14_200 },
        { kind: 'identity', files: 4, bytes: 2_100 },
        { kind: 'cache', files: 18_204, bytes: 6.1e9 },
      ],
    }),
  }
}

/** Both laptops are called what they were named last. */
export function namingAnswers(shown: Overview): Answers {
  const labels = new Map<string, string>()
  const named = <S extends Overview['here']>(status: S): S => ({
    ...status,
    laptop: { ...status.laptop, label: labels.get(status.laptop.name) ?? status.laptop.label },
  })
  return {
    overview: () => ({
      ...shown,
      here: named(shown.here),
      ...(shown.peer === undefined ? {} : { peer: named(shown.peer) }),
    }),
    'settings.nameLaptop': (input) => {
      const { laptop, label } = input as { readonly laptop: string; readonly label: string }
      labels.set(laptop, label)
      return { laptop: { name: laptop, label } }
    },
  }
}
