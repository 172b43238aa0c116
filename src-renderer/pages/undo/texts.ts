/** Every sentence of undoing a switch. */
import type { Proof } from '../../../src-main/contract/switch-state.ts'
import { countOf, formatCount } from '../../../src-main/kernel/units.ts'

export const texts = {
  undo: 'Undo this switch…',
  undoShort: 'Undo…',
  title: (to: string) => `Undo the switch to ${to}?`,
  planning: (to: string) => `Checking what would change on ${to}…`,
  nothingYet: 'Nothing changes until you confirm.',
  goesBack: (to: string, time: string) => `${to} goes back to what it was before the switch of ${time}.`,
  workBack: (from: string) => `${from} is not touched and has the latest work again.`,
  untouched: (from: string) => `${from} is not touched, and home files stay as they are.`,
  atOnce: 'This happens at once, without a restart.',
  atRestart: (to: string) => `This happens at the next restart of ${to}.`,
  keep: (to: string) => `Keep ${to} as it is`,
  pressSpace: 'Press the space bar or click',
  undoOn: (to: string) => `Undo on ${to}`,
  running: (to: string) => `Undoing the switch on ${to}…`,
  takenBack: (to: string) => `What goes and what returns on ${to}`,
  asBeforeIt: 'As before the switch',
  stays: 'Not taken back',
  changedSince: (count: number, to: string) =>
    `${countOf(count, 'item')} changed on ${to} since the switch, and ${count === 1 ? 'goes' : 'go'} back too:`,
  nothingSince: (to: string) => `Nothing has changed on ${to} since the switch.`,
  unknownSince: (to: string) => `Whatever changed on ${to} since the switch goes back too.`,
  bySubvolume: (title: string, counts: string) => `${title}: ${counts}`,
  wouldBeGone: 'Made since, would be gone:',
  wouldBeAsBefore: 'Changed since, would be as before:',
  andMore: (count: number) => `and ${formatCount(count)} more`,
  showList: 'Show the list',
  showDifferences: 'Show what differs from before the switch',
  keptFirst: (to: string) =>
    `A snapshot of ${to} as it is now comes first. What you answered is remembered for the next switch, but for deletions.`,
  done: 'The switch was undone',
  undoneTitle: (to: string) => `The switch to ${to} was undone`,
  asBefore: (to: string) => `${to} is what it was before.`,
  carriedAgain: (from: string) => `${from} has the latest work: a new switch carries it again.`,
}

export function undoneText({ scope, from, to }: Pick<Proof, 'scope' | 'from' | 'to'>): string {
  const again = scope === undefined ? ` ${texts.carriedAgain(from.label)}` : ''
  return `${texts.asBefore(to.label)}${again}`
}
