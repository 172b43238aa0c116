/** Every sentence of the list of questions. */
import { countOf, formatBytes, formatCount } from '../../../../../src-main/kernel/units.ts'

export const texts = {
  homeFolder: 'Home folder',
  etc: '/etc',
  managers: { apt: 'apt packages', snap: 'Snaps', flatpak: 'Flatpaks' },
  noPackage: 'No package',
  services: 'Services',
  packageSources: 'Package sources',
  alternatives: 'Default programs',
  general: 'General',
  canBeDeleted: (laptop: string, group: string) => `Can be deleted from ${laptop}: ${group}`,
  canBeRemoved: (laptop: string, group: string) => `Can be removed from ${laptop}: ${group}`,
  questions: 'Questions',
  find: 'Find',
  grouping: 'Group by',
  groupings: { folder: 'Folder', package: 'Package' },
  filters: 'Show only',
  filter: {
    deleted: 'To be deleted',
    conflict: 'Conflicts',
    suggested: 'Suggested',
    secret: 'Secret',
    undecided: 'Undecided',
  },
  found: (count: number, all: number) =>
    count === all ? countOf(all, 'question') : `${formatCount(count)} of ${countOf(all, 'question')}`,
  noneFound: 'Nothing matches',
  noneLeft: 'Nothing is left here',
  showAll: 'Show all',
  undo: 'Undo',
  undoOf: (count: number) => `Undo the last answer (${countOf(count, 'question')}). Control+Z`,
  useSuggestions: (count: number) => `Use ${countOf(count, 'suggestion')}`,
  useSuggestionsLead: 'This is what would be set. What you have decided stays, and you can undo it.',
  keepDeciding: 'Keep deciding',
  suggestedOnes: 'Suggestions',
  selected: (count: number) => `${formatCount(count)} selected`,
  selectedNames: 'Selected',
  more: (count: number) => `${formatCount(count)} more`,
  andMore: (count: number) => `and ${formatCount(count)} more`,
  oneByOne: (count: number) => `${formatCount(count)} of them can only be decided one at a time.`,
  partly: (label: string, count: number) => `${label} (${formatCount(count)})`,
  noneForAll: 'These can only be decided one at a time.',
  selectGroup: (count: number, group: string) => `Select all ${formatCount(count)}: ${group}`,
  withAlt: (letter: string) => `Alt ${letter}`,
  details: 'Details',
  decided: (choice: string, count: number) => `${choice}: ${countOf(count, 'question')}.`,
  undone: (count: number) => `Undone: ${countOf(count, 'answer')}.`,
  newerWins: 'Newer wins',
  newerEffect: (open: number) =>
    open === 0
      ? 'Each becomes the version that was changed later.'
      : `Each becomes the version that was changed later. ${countOf(open, 'question stays', 'questions stay')} open: neither version is the newer one.`,
  newerOn: (laptop: string) => `Newer on ${laptop}`,
  decide: 'Decide',
  willBeRemoved: 'Will be removed',
  willBeDeleted: 'Will be deleted',
  deletesSome: (choice: string, count: number) => `${choice}, deletes ${formatCount(count)}`,
  deletions: (count: number, bytes: number, laptop: string) =>
    `${countOf(count, 'item')}${bytes === 0 ? '' : ` (${formatBytes(bytes)})`} will be deleted from ${laptop}`,
  removals: (count: number, bytes: number, laptop: string) => {
    const packages = countOf(count, 'package')
    return `${bytes === 0 ? packages : `${packages} (${formatBytes(bytes)})`} will be removed from ${laptop}`
  },
  show: 'Show them',
  moreConsequences: (count: number) => `${countOf(count, 'more takes', 'more take')} others along.`,
  suggested: (choice: string) => `Suggested: ${choice}.`,
  secret: 'Contains a secret.',
  secretText: 'If you copy it, both laptops use the same one.',
  secretLabel: 'secret',
} as const
