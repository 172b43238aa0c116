import type { WorkResult } from '../../../contract/activity-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { countOf } from '../../../kernel/units.ts'

type PlaceProblem = 'hidden' | 'not-folder' | 'link' | 'not-yours' | 'mounted'

/** `name`: as it is shown. */
export const cannotBeLive = {
  place: (name: string, why: PlaceProblem, label: string): ErrorText => ({
    message: {
      hidden: `${name} can't be live: it holds settings of programs or of pc-switcher.`,
      'not-folder': `${name} can't be live: it is no folder on ${label}.`,
      link: `${name} can't be live: it is a link on ${label}.`,
      mounted: `${name} can't be live: it is mounted on ${label}, and no snapshot holds it.`,
      'not-yours': `${name} can't be live: it belongs to another account on ${label}.`,
    }[why],
    hint: 'Choose a folder of documents in your home.',
  }),
  within: (name: string, other: string): ErrorText => ({
    message: `${name} can't be live: it and ${other}, which Syncthing has already, are one inside the other.`,
    hint: 'Choose another folder, or change that one in Syncthing.',
  }),
  atSyncthing: (name: string, label: string): ErrorText => ({
    message: `${name} is a folder of your Syncthing on ${label} already, but not shared between both laptops.`,
    hint: 'Share it with the other laptop in Syncthing, or remove it there.',
  }),
  oneThing: (name: string, label: string): ErrorText => ({
    message: `${name} can't be live: on ${label} it is a repository, a database or the like, of which both laptops need all or nothing.`,
    hint: 'It travels with a switch. Choose a folder of documents.',
  }),
  byRule: (name: string, rule: string): ErrorText => ({
    message: `${name} can't be live: your rule ${rule} leaves it out.`,
    hint: 'Remove the rule first, or choose another folder.',
  }),
  unnamed: (name: string): ErrorText => ({
    message: `${name} can't be live: its name is not UTF-8, and Syncthing carries no such names.`,
    hint: 'Rename it first.',
  }),
} as const

export const onLaptop = (label: string, message: string): string => `${label}: ${message}`

export const onTask = (places: number): string => `Make ${countOf(places, 'folder')} live`
export const offTask = 'End that folders are live'

export const turnedOn = (places: number, isSettled: boolean): WorkResult =>
  isSettled
    ? { result: 'done', summary: `${countOf(places, 'folder')} live` }
    : { result: 'partly-done', summary: `${countOf(places, 'folder')} set up, not yet the same on both laptops` }
export const turnedOff = (isOnBoth: boolean): WorkResult =>
  isOnBoth
    ? { result: 'done', summary: 'Not live any more' }
    : { result: 'partly-done', summary: 'Not live any more on one laptop; the other one did not answer' }

export const stateTexts = {
  upToDate: 'Up to date on both laptops',
  ignoresSome: 'Up to date, but for what one laptop leaves out',
  stoppedOn: (label: string): string =>
    `Left to switches: on ${label} it is one thing now, as a repository, or your own rule leaves it out`,
  working: (needs: number): string => (needs === 0 ? 'Being compared' : `Still carrying ${countOf(needs, 'file')}`),
  onOneAlone: (label: string): string => `Set up on ${label} alone`,
  goneOn: (label: string): string => `Gone from Syncthing on ${label}: make it live again`,
  unknown: (label: string): string => `${label} does not answer`,
} as const
