/** Every sentence of the page about copies; what is said of one place is in contract/copies-words.ts. */
import { countOf } from '../../../src-main/kernel/units.ts'

export const texts = {
  title: 'Copies',
  lead: 'Copies of snapshots outside both laptops. Any file can be brought back from here.',
  leadWithout: (laptops: string) => `Nothing copies ${laptops} yet. Any file can be brought back from here.`,
  none: 'No copies yet',
  copied: (when: string, laptops: string | undefined, open: number) =>
    [
      laptops === undefined ? `Copied ${when}` : `${laptops} copied ${when}`,
      ...(open === 0 ? [] : [attention(open)]),
    ].join('. '),
  attention,
  works: {
    copy: (place: string) => `Copying to ${place}`,
    verify: (place: string) => `Verifying ${place}`,
  },
  reading: 'Reading the places for copies…',
  noneTitle: 'Keep a copy outside the bag',
  noneText:
    'Snapshots and a second laptop do not help when both are stolen or lost. Use a btrfs disk, a folder on any other disk, a NAS, or a bucket.',
  add: 'Add a place…',
  another: 'Another place',
  attached: 'Attached, and could be a place',
  onLaptop: (laptop: string, text: string) => `On ${laptop}: ${text}`,
  use: 'Use for backups…',
  useOf: (disk: string) => `Use ${disk} for backups…`,
  elsewhere: 'Elsewhere',
  elsewhereText: 'A folder, a server, a bucket or a registry',
  placeOn: (place: string, laptop: string) => `${place}, from ${laptop}`,
  usedBy: (laptop: string, where: string) => `From ${laptop}, ${where}`,
  copy: 'Copy now',
  copyTo: (place: string) => `Copy now to ${place}`,
  tryAgain: 'Try again',
  stop: 'Stop',
  stopAt: (place: string) => `Stop at ${place}`,
  verify: 'Verify all',
  inside: 'Look inside',
  insideOf: (place: string) => `Look inside ${place}`,
  bundlesHere: 'Bundles in it…',
  sheet: 'Recovery sheet…',
  moreOf: (place: string) => `More about ${place}`,
  remove: 'Remove this place',
  removeNote: 'What is in it stays.',
  busy: 'Wait until the running copy has ended.',
  started: (place: string) => `Copying to ${place}.`,
  startedAll: 'Copying to all places.',
  verifyStarted: (place: string) => `${place} is being verified.`,
  stopped: (place: string) => `Stopped at ${place}. What is whole there stays.`,
  removed: (place: string) => `${place} is forgotten. What is in it stays.`,
  starting: 'Starting…',
  interrupted: 'The last run was interrupted here. The next one goes on.',
  last: 'Last copied',
  never: 'Never',
  verified: 'Last verified',
  copies: 'Copies',
  next: 'Next',
  kept: 'Kept',
  bundles: 'Bundles',
  versions: (count: number) => countOf(count, 'version'),
  used: (part: string) => `${part} used`,
  free: (amount: string) => `${amount} free`,
  close: 'Close',
  cancel: 'Cancel',
} as const

function attention(count: number): string {
  return `${countOf(count, 'place')} ${count === 1 ? 'needs' : 'need'} attention`
}

export const addTexts = {
  title: 'Add a place',
  lead: 'Nothing is copied there before you have seen what was found. A bucket is tried with a small file, a registry with an upload that is ended at once.',
  name: 'Name',
  namePlaceholder: 'Backup disk',
  where: 'Where',
  wherePlaceholder: '/dev/sdb1',
  whereHint:
    'A disk (/dev/sdb1), a folder (/media/disk/copies), a server (sftp://alice@nas/copies), a bucket (s3://bucket/copies at Amazon, or s3://nas.local:9000/copies) or, for bundles, a registry (oci://ghcr.io/alice/bundles).',
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
  title: (place: string) => `Copies in ${place}`,
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

/** Looking into a copy. */
export const insideTexts = {
  title: (laptop: string, time: string, place: string) => `${laptop}, ${time}, from ${place}`,
  lead: (proven: string) => `${proven} Looking changes nothing.`,
  proven: (time: string) => `Proven ${time}.`,
  notProven: 'Not proven since it was made.',
  damaged: 'It is damaged: what is whole in it can be restored.',
  notWhole: 'Some files could not be read when it was made, and are not in it.',
  goneTitle: 'This copy is not there',
  goneReason: (place: string) => `${place} does not have it any more, or is no place of this laptop`,
  goneHint: 'Choose another copy.',
  reading: 'Reading the list of copies…',
  back: 'Back to backups',
  whole: 'Bring all of it back…',
  place: 'Place',
  copy: 'Copy',
  laptop: 'Laptop',
  part: 'Part of the copy',
}
