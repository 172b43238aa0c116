/** Every sentence of the page of snapshots itself, and the words its parts share. */
/** After a number: "36 deleted". */
import type { TreeChangeKind } from '../../../src-main/contract/compare-calls.ts'

const kinds: Readonly<Record<TreeChangeKind, string>> = {
  added: 'New',
  changed: 'Changed',
  deleted: 'Deleted',
  renamed: 'Moved',
  attributes: 'Owner or mode',
}

const kindsCounted: Readonly<Record<TreeChangeKind, string>> = {
  added: 'new',
  changed: 'changed',
  deleted: 'deleted',
  renamed: 'moved',
  attributes: 'with a different owner or mode',
}

export const texts = {
  kinds,
  kindsCounted,
  nothingDiffers: 'No differences',
  sameText: 'Text is identical',
  oneLineDiffers: '1 line differs',
  linesDiffer: (count: string) => `${count} lines differ`,
  onlyAttributesDiffer: 'Only the owner, mode or attributes differ',
  takenBefore: 'A snapshot of both laptops was taken before the switch.',
  showBeforeSwitch: 'Show snapshot',
  movedFrom: (path: string) => `Moved from ${path}`,
  isNew: 'New',
  wasDeleted: 'Deleted',
  contentsDiffer: 'Contents differ',
  sizes: (before: string, after: string) => `${before} before, ${after} after`,
  cannotRead: 'The snapshots could not be read',
  reading: 'Reading snapshots',
  readingBoth: 'Asking both laptops for their snapshots…',
  laptopUnknown: (laptop: string) => `Snapshots of ${laptop} could not be read`,
  windowTitle: 'Snapshots',
  lead: 'Roll a laptop back, or restore single files.',
  retention: 'How long snapshots are kept',
  takeNow: 'Take snapshot now',
  tryAgain: 'Try again',
  noneTitle: 'No snapshots yet',
  noneText: 'The first is taken at your first switch. You can also take one now.',
}
