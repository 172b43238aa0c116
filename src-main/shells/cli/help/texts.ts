/** What `pc-switcher` alone and `pc-switcher help` say beside the commands. */
import { helpTitle, type HelpTopic, helpTopics } from '../../../contract/help-words.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { tableLines } from '../fit-lines.ts'
import type { CommandRoom } from '../program-parts.ts'

/** In the order in which the groups are listed. */
export const roomHeadings: Readonly<Record<CommandRoom, string>> = {
  switch: 'Switch:',
  travels: 'What travels:',
  snapshots: 'Snapshots:',
  backups: 'Backups:',
  disks: 'Disks:',
  laptops: 'Laptops and app:',
}

/** Below the list of commands. */
export const topicsText: string = [
  `\n${helpTitle}`,
  ...tableLines(helpTopics.map(({ id, question }) => [`  pc-switcher help ${id}`, question])),
].join('\n')

export function topicLines({ question, steps }: HelpTopic): readonly string[] {
  return [question, ...steps.map((step, at) => `  ${at + 1}  ${step.replace(/`([^`]+)`|\b_([^_]+)_(?!\w)/g, '$1$2')}`)]
}

export function noSuchHelp(words: string): ErrorText {
  const topics = helpTopics.map(({ id }) => id).join(', ')
  return { message: `There is no help on "${words}".`, hint: `Use a command, or one of: ${topics}.` }
}

/** What people type for a command that is called otherwise, also as an option. */
export const alsoCalled: Readonly<Record<string, string>> = {
  backup: 'copies',
  gc: 'jobs start bundles-room',
  'bundle gc': 'jobs start bundles-room',
  'switch --dry-run': 'plan',
  backups: 'copies',
  sync: 'switch',
  history: 'log',
  continue: 'resume',
  stop: 'pause',
  abort: 'give-up',
  cancel: 'give-up',
  revert: 'undo',
  sleep: 'suspend',
  apt: 'packages',
  vms: 'machines',
}
