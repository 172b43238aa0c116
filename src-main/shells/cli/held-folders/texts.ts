/** Folders of Syncthing that a rollback paused, in lines of text. */
import type { HeldFolders } from '../../../contract/held-folders-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { formatExactTime } from '../../../kernel/format-exact-time.ts'

export const answerText =
  'newer: bring the newer files back. this: what is on this laptop counts on every device. paused: leave them paused'

export const nothingWaits = 'No folder of Syncthing is waiting for an answer.'

export function heldLines({ label, at, folders, devices, waits, choice }: HeldFolders): readonly string[] {
  const names = folders.map((folder) => folder.label).join(', ')
  const everywhere = devices.length === 0 ? 'on every device' : `on ${devices.join(', ')}`
  const head = `${label} went back to ${formatExactTime(at)}. Syncthing waits there with: ${names}`
  if (choice !== undefined) return [head, waits ?? 'Chosen. It goes on by itself when nothing else is done.']
  return [
    head,
    '  pc-switcher syncthing newer   bring back the newer files that the other devices have',
    `  pc-switcher syncthing this    what is on ${label} now counts, ${everywhere} too`,
    '  pc-switcher syncthing paused  leave these folders paused',
  ]
}

export const noneHeld: ErrorText = {
  message: nothingWaits,
  hint: 'It asks after an undo or a rollback of a home in which Syncthing has folders.',
}

export const whichLaptop = (one: HeldFolders, other: HeldFolders): ErrorText => ({
  message: `Folders wait on ${one.label} and on ${other.label}.`,
  hint: `Say which: --on ${one.laptop}`,
})

export const goesOn = ({ waits }: HeldFolders): string => waits ?? 'It goes on by itself.'

export const done = ({ label }: HeldFolders, choice: 'newer' | 'this' | 'paused'): string =>
  ({
    newer: `Syncthing has brought the newer files back to ${label}.`,
    this: `What is on ${label} counts on every device.`,
    paused: `The folders stay paused on ${label}. Resume them in Syncthing.`,
  })[choice]
