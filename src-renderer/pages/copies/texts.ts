/** Every sentence of the page about copies; what is said of one place is in contract/copies-words.ts. */
import { countOf } from '../../../src-main/kernel/units.ts'

export const texts = {
  title: 'Copies',
  lead: 'Copies of snapshots outside both laptops: on a disk, a NAS or in a bucket.',
  none: 'No copies yet',
  good: 'Your snapshots are copied',
  goodOf: (laptops: string) => `Snapshots of ${laptops} are copied`,
  attention: (count: number) => `${countOf(count, 'place')} ${count === 1 ? 'needs' : 'need'} attention`,
  reading: 'Reading the places for copies…',
  noneTitle: 'Keep a copy outside the bag',
  noneText:
    'Snapshots and a second laptop do not help when both are stolen or lost. Use a btrfs disk, a folder on any other disk, a NAS, or a bucket.',
  add: 'Add a place…',
  placeOn: (place: string, laptop: string) => `${place}, from ${laptop}`,
  on: (laptop: string) => `from ${laptop}`,
  copy: 'Copy now',
  copyTo: (place: string) => `Copy now to ${place}`,
  verify: 'Verify all',
  restore: 'Bring back…',
  restoreFrom: (place: string) => `Bring back from ${place}`,
  sheet: 'Recovery sheet…',
  more: 'More',
  moreOf: (place: string) => `More about ${place}`,
  remove: 'Remove this place',
  removeNote: 'What is in it stays.',
  started: (place: string) => `Copying to ${place}.`,
  verifyStarted: (place: string) => `${place} is being verified.`,
  removeOf: (place: string, laptop: string) => `Remove ${place} from ${laptop}`,
  removed: (place: string) => `${place} is forgotten. What is in it stays.`,
  job: (title: string, text: string) => `${title}: ${text}`,
  running: 'Running',
  where: 'Where',
  copies: 'Copies',
  verified: 'Verified',
  room: 'Room',
  kept: 'Kept',
  close: 'Close',
  cancel: 'Cancel',
} as const

export const addTexts = {
  title: 'Add a place',
  lead: 'Nothing is copied there before you have seen what was found. A bucket is tried with a small file, a registry with an upload that is ended at once.',
  name: 'Name',
  namePlaceholder: 'Backup disk',
  where: 'Where',
  wherePlaceholder: '/dev/sdb1',
  whereHint:
    'A disk (/dev/sdb1), a folder (/media/disk/copies), a server (sftp://alice@nas/copies), a bucket (s3://nas.local:9000/copies) or, for bundles, a registry (oci://ghcr.io/alice/bundles).',
  access: 'Access key',
  secret: 'Secret key',
  user: 'User name, if somebody has to sign in',
  token: 'Token or password',
  ca: 'Certificate of the authority of your own that vouches for the server, if it has one',
  laptop: 'Which laptop uses it',
  password: 'Password of the store that is there',
  check: 'Look there',
  add: 'Add',
  checking: 'Looking there…',
  kinds: {
    disk: 'A btrfs disk. Snapshots are kept there as they are.',
    store: 'A store: encrypted before it leaves the laptop. Equal contents are kept once.',
    registry: 'A registry, for bundles: what is in it is not encrypted.',
  },
  states: {
    new: 'Nothing of pc-switcher is there yet.',
    'needs-password': 'A store is there already. Type its password, which is on its recovery sheet.',
    'needs-key':
      'It does not let this laptop in yet. Add the line below to ~/.ssh/authorized_keys of the account there, and look again.',
  },
  hostKey: 'Host key',
  compareKey: 'Add it only if the server says the same of itself.',
  line: 'Line for this laptop',
  noCopies: {
    disk: 'Bundles are there, and no copies.',
    store: 'A store without copies is there.',
    registry: 'There is something in it already.',
  },
  takenUp: (laptops: string) => `Copies of ${laptops} are there, and are used.`,
  free: (amount: string) => `${amount} free`,
  added: (name: string) => `Added ${name}. A copy is made once a day.`,
  addedRegistry: (name: string) => `Added ${name}. Bundles can be copied there.`,
  addedUncleaned: (name: string) =>
    `Added ${name}. A copy is made once a day. Automatic cleanup could not be turned on: turn it on in Snapshots.`,
  cleanUp: (laptop: string) => `Turn on automatic cleanup of snapshots on ${laptop}`,
  cleanUpWhy: (sentence: string) =>
    `A copy begins with a snapshot, and none is deleted now until you do. Cleanup keeps: ${sentence} Pinned ones stay.`,
} as const

export const restoreTexts = {
  title: (place: string) => `Bring back from ${place}`,
  lead: (laptop: string) =>
    `The copy becomes a snapshot of ${laptop}. You can then browse it, restore files and folders from it, or roll back to it. Nothing else changes.`,
  choose: 'Which copy',
  parts: 'Which parts',
  start: 'Bring back',
  working: 'Bringing the copy back…',
  done: (laptop: string) => `It is a snapshot of ${laptop} now.`,
  open: 'Show snapshots',
  partly: 'some files could not be read',
  damaged: 'damaged',
} as const

export const sheetTexts = {
  title: (place: string) => `Recovery sheet of ${place}`,
  lead: 'Print it, or write it down, and keep it outside of both laptops. Whoever has it can read the copies.',
  reading: 'Reading…',
  print: 'Print',
  confirmed: 'You have confirmed that this sheet is kept.',
  words: 'Two words of the password, from the paper',
  wordsPlaceholder: 'lusab babad',
  confirm: 'It is kept',
} as const

export const removeTexts = {
  title: (place: string) => `Remove ${place}?`,
  lead: 'What is in it stays, but its password goes with the place: nobody could read it any more. Print the recovery sheet first, unless it may be lost.',
  start: 'Remove for good',
}
