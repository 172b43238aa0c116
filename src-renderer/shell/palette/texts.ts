/** Every sentence of the list that goes anywhere. */
import { countOf } from '../../../src-main/kernel/units.ts'
import type { PlaceGroup } from './places.ts'

const groups: Readonly<Record<PlaceGroup, string>> = {
  pages: 'Pages',
  settings: 'Settings',
  switches: 'Switches',
  snapshots: 'Snapshots',
  rules: 'Rules',
  plan: 'Files of this switch',
  files: 'Files in snapshots',
}

export const texts = {
  groups,
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
