/** Every sentence of the list that goes anywhere. */
import { countOf } from '../../../src-main/kernel/units.ts'
import { helpTitle } from '../../../src-main/contract/help-words.ts'
import type { PlaceGroup } from './places.ts'

const groups: Readonly<Record<PlaceGroup, string>> = {
  actions: 'Actions',
  pages: 'Pages',
  settings: 'Settings',
  switches: 'Switches',
  snapshots: 'Snapshots',
  rules: 'Rules',
  plan: 'Files of this switch',
  files: 'Files in snapshots',
  help: helpTitle,
}

/** What can be done, with other words for it. */
const actions = {
  undo: { title: 'Undo the last switch', also: 'revert take back roll back' },
  restore: { title: 'Restore a file', also: 'recover undelete get back deleted' },
  copy: { title: 'Copy to a backup now', also: 'backup copies' },
  suspend: { title: 'Suspend the laptop you leave', also: 'sleep' },
  verify: { title: 'Verify: compare both laptops', also: 'check differences' },
  pair: { title: 'Pair with another laptop', also: 'unpair new laptop' },
} as const

export const texts = {
  groups,
  actions,
  planWords: 'plan switch bring copy',
  title: 'Go to',
  label: 'Go to a page, switch, snapshot, rule or file',
  results: 'Results',
  found: (count: number) => (count === 0 ? 'Nothing found' : countOf(count, 'result')),
  none: 'Nothing found',
  noneHint: 'Type part of a name or a path. Files are looked for from three letters on.',
  searching: 'Searching files…',
  notSearched: 'Files could not be searched.',
  prepare: 'Prepare to switch',
  proof: 'Proof of the last switch',
  switchPage: (laptop: string) => `Switch to ${laptop}`,
  keys: 'Arrows choose, Enter opens, Esc closes',
}
