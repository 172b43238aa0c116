/** What the calls that compare say. */
import type { ErrorText } from '../../../kernel/app-error.ts'

export const taskTitle = (label: string): string => `Compare snapshots on ${label}`

export const noSuchTree = (snapshot: string, subvolume: string): ErrorText => ({
  message: `There is no snapshot "${snapshot}" with a subvolume "${subvolume}".`,
  hint: 'Choose one from the list of snapshots, or "now".',
})
