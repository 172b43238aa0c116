/** Every sentence of the page about bundles; what is said of one bundle is in contract/bundles-words.ts. */
import type { MovedBundle } from '../../../src-main/contract/bundles-calls.ts'
import { damagedBack } from '../../../src-main/contract/bundles-words.ts'
import { countOf } from '../../../src-main/kernel/units.ts'

const arrivedText = (bundle: string, place: string, how: MovedBundle['how']): string =>
  how === 'there'
    ? `${place} has ${bundle} already.`
    : `${place} has ${bundle}. All of it was read there, and is the same.`

export const texts = {
  title: 'Bundles',
  lead: 'Files under a name, as they were at one moment. Nobody changes them. What stays from version to version takes up room once.',
  none: 'No bundles yet',
  some: (count: number) => countOf(count, 'bundle'),
  damaged: (count: number) => `${countOf(count, 'bundle')} ${count === 1 ? 'is' : 'are'} damaged`,
  reading: 'Reading the bundles…',
  inPlaces: 'A place may have bundles that no laptop knows.',
  lookThere: 'Look inside a place',
  noneTitle: 'Keep a state of some files',
  examples: [
    'A release to carry along: the folder that was delivered, under its version.',
    'Last year’s project, complete and verified, whatever becomes of the folder.',
    'A data set before it is cleaned up, to compare with and to bring back.',
  ],
  make: 'New bundle…',
  versions: (count: number) => countOf(count, 'version'),
  versionOf: (version: string, name: string) => `Version ${version} of ${name}`,
  madeOf: (sources: string) => `Of ${sources}`,
  back: 'Bring back…',
  backOf: (bundle: string) => `Bring ${bundle} back`,
  send: (laptop: string) => `Send to ${laptop}`,
  sendOf: (bundle: string, laptop: string) => `Send ${bundle} to ${laptop}`,
  sending: (bundle: string, laptop: string) => `Sending ${bundle} to ${laptop}`,
  sent: arrivedText,
  push: (place: string) => `Copy to ${place}`,
  pushing: (bundle: string) => `Copying ${bundle}`,
  pushed: arrivedText,
  verify: 'Verify',
  verifying: (bundle: string) => `Reading ${bundle}`,
  verified: (bundle: string) => `${bundle} was read, and is what was bundled.`,
  notVerified: (bundle: string, count: number) => `${bundle} is damaged: ${countOf(count, 'file')} not as bundled.`,
  more: 'More',
  moreOf: (bundle: string) => `More about ${bundle}`,
  awayOn: (laptop: string) => `Put away on ${laptop}`,
  putAwayOn: (laptop: string) => `Put away on ${laptop}…`,
  fetch: (laptop: string) => `Fetch to ${laptop}`,
  fetchOf: (bundle: string, laptop: string) => `Fetch ${bundle} to ${laptop}`,
  fetching: (bundle: string) => `Fetching ${bundle}`,
  fetched: (bundle: string, laptop: string, from: string | undefined, damaged: readonly string[]) =>
    [
      from === undefined
        ? `${laptop} has ${bundle} already.`
        : `${laptop} has ${bundle} again, from ${from}. All of it was read, and is what was put away.`,
      ...(damaged.length === 0 ? [] : [`It is damaged or gone on ${damaged.join(' and ')}.`]),
    ].join(' '),
  pin: (laptop: string) => `Always keep on ${laptop}`,
  unpin: (laptop: string) => `No longer always keep on ${laptop}`,
  pinned: (laptop: string) => `Always kept on ${laptop}`,
  nowPinned: (bundle: string, laptop: string) => `${bundle} stays on ${laptop}, however full the disk is.`,
  nowUnpinned: (bundle: string, laptop: string) =>
    `${bundle} may be put away on ${laptop} when the disk is nearly full.`,
  deleteFrom: (laptop: string) => `Delete from ${laptop}…`,
  stop: 'Stop',
  close: 'Close',
  cancel: 'Cancel',
} as const

export const newTexts = {
  title: 'New bundle',
  lead: 'The files stay where they are. What changes afterwards does not change the bundle.',
  name: 'Name, or name:version',
  namePlaceholder: 'thesis:2',
  nameHelp: 'Without a version it is the time.',
  path: 'File or folder',
  pathOf: (number: number) => `File or folder ${number}`,
  pathPlaceholder: '~/thesis',
  another: 'Another file or folder',
  laptop: 'On which laptop',
  start: 'Make the bundle',
  working: 'Making the bundle…',
  done: (bundle: string) => `Made ${bundle}.`,
} as const

export const backTexts = {
  title: (bundle: string) => `Bring ${bundle} back`,
  lead: 'Its files come into a new folder. Nothing is replaced, and the bundle stays as it is.',
  laptop: 'On which laptop',
  path: 'Only this file or folder of it',
  pathPlaceholder: 'All of it',
  to: 'New folder',
  toPlaceholder: (folder: string) => `${folder} in your home folder`,
  start: 'Bring back',
  working: 'Bringing the files back…',
  done: (files: number, to: string, isDamaged = false) =>
    `${countOf(files, 'file')} brought back to ${to}${isDamaged ? `. ${damagedBack}` : ''}`,
} as const

export const placeTexts = {
  title: (place: string) => `Bundles in ${place}`,
  lead: 'All that it has, also those of which no laptop knows.',
  looking: 'Asking it what it has…',
  none: (place: string) => `${place} has no bundles.`,
  pulled: (bundle: string, laptop: string, place: string) =>
    `${laptop} has ${bundle}, from ${place}. All of it was read, and is the same.`,
} as const

export const roomTexts = {
  title: 'When a disk is nearly full',
  lead: 'Above 90% of the disk, bundles are put away until 70% is used: those that nobody used for longest first. Only what a connected place was proven to have, and nothing that is always kept.',
  of: (laptop: string) => `Room on ${laptop}`,
  on: 'Looked at every day',
  off: 'Off',
  turnOn: 'Look every day',
  turnOff: 'Turn off',
  turnOf: (isOn: boolean, laptop: string) => `${isOn ? 'Turn off' : 'Look every day'} on ${laptop}`,
  now: 'Make room now',
  stop: 'Stop',
  nowOf: (runs: boolean, laptop: string) => `${runs ? 'Stop making' : 'Make'} room now on ${laptop}`,
  runs: 'Looking for bundles that can be put away',
  last: (at: string, what: string) => `Last time, ${at}: ${what}`,
  stopped: (at: string) => `Stopped ${at}.`,
  interrupted: 'The last run was interrupted. Nothing is half put away.',
} as const

export const deleteTexts = {
  title: (bundle: string, laptop: string) => `Delete ${bundle} from ${laptop}?`,
  only: 'It is nowhere else, as far as is known. Its files are lost unless they are still where they were.',
  onNoLaptop: 'No laptop is known to have its files. They are lost unless another place has them.',
  stays: (laptop: string) => `It stays on ${laptop}. Other bundles keep all that they have.`,
  start: 'Delete',
  done: (bundle: string, laptop: string) => `Deleted ${bundle} from ${laptop}.`,
} as const

export const awayTexts = {
  title: (bundle: string, laptop: string) => `Put ${bundle} away on ${laptop}?`,
  lead: (contents: string, laptop: string) =>
    `Its files (${contents}) are removed from ${laptop}. Its name, its description and the list of its files stay, and it can be fetched again.`,
  known: (places: string) => `Known to be on ${places}.`,
  unknown: 'It is not known to be anywhere else.',
  rule: 'Only what was read elsewhere in the last 30 days, and was right, is put away. A place that is connected is read again first.',
  start: 'Put away',
  working: 'Putting it away…',
  done: (bundle: string, stays: string, damaged: readonly string[]) =>
    [
      `${bundle} is put away. Its files stay on ${stays}.`,
      ...(damaged.length === 0 ? [] : [`It is damaged or gone on ${damaged.join(' and ')}.`]),
    ].join(' '),
} as const
