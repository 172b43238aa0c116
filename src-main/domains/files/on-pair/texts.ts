/** What bringing files back says. */
import type { WorkResult } from '../../../contract/activity-calls.ts'
import type { Output } from '../../../contract/define.ts'
import type { calls } from '../../../contract/calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import type { RestoreResult } from '../../../contract/files-calls.ts'
import { countOf, formatCount } from '../../../kernel/units.ts'

export const taskTitles = {
  plan: 'Inspect what a restore would change',
  restore: (files: number, label: string): string => `Restore ${countOf(files, 'file')} on ${label}`,
  restoreEtc: (label: string): string => `Restore /etc on ${label}`,
  find: (name: string): string => `Search for “${name}”`,
} as const

export function restored({ files, left }: Output<typeof calls.restoreRun>): WorkResult {
  return workResult(files, leftSentences(left))
}

export function etcRestored({ files, left, notReloaded }: Output<typeof calls.etcRestoreRun>): WorkResult {
  const services = notReloaded.length === 0 ? [] : [`Not reloaded: ${notReloaded.join(', ')}`]
  return workResult(files, [...leftSentences(left), ...services])
}

function workResult(files: number, lacking: readonly string[]): WorkResult {
  const summary = `${countOf(files, 'file')} restored`
  if (lacking.length === 0) return { result: 'done', summary }
  return { result: 'partly-done', summary: [summary, ...lacking].join('. ') }
}

function leftSentences(left: RestoreResult['left']): readonly string[] {
  const [first] = left
  if (first === undefined) return []
  const others = left.length === 1 ? '' : ` and ${formatCount(left.length - 1)} more`
  return [`Left as before: ${first.path}${others}`]
}

/** `refuses`: "XPS 13 would refuse your account: AllowUsers bob in /etc/ssh/sshd_config" */
export const staysForDoor = (path: string, refuses: string): string =>
  `/etc/${path} stays as it is. With it, ${refuses}.`

/** The hint of a plan that has expired. */
export const planAgain = 'Start the restore again.'

/** Why the transfer ended; `message` has no full stop, because what became of the files follows. */
export const agentStopped: ErrorText = {
  message: 'The agent on this laptop has stopped',
  hint: 'Restore again. If it happens again, report it with the details.',
}

export function connectionLost(owner: string, getter: string): ErrorText {
  return {
    message: `The connection between ${owner} and ${getter} was lost`,
    hint: 'Check that both are on, awake and in the same network, then restore again.',
  }
}

export const beforePlacing = ({ message, hint }: ErrorText): ErrorText => ({
  message: `${message}. Nothing was restored.`,
  hint,
})

export const whilePlacing = ({ message, hint }: ErrorText, label: string): ErrorText => ({
  message: `${message} while files were restored on ${label}. Some are there already, each complete.`,
  hint: `${hint} The previous versions are in the snapshot that was taken first.`,
})

export const diskFull = (label: string): ErrorText => ({
  message: `The disk of ${label} is full. Nothing was restored.`,
  hint: 'Free some space there, then restore again. Space held by old snapshots is freed only when they are deleted.',
})

export const transferFailed = (label: string): ErrorText => ({
  message: `Some files could not be sent to ${label}. Nothing was restored.`,
  hint: 'Fix what the details say about these files, then restore again.',
})

export const ticketRefused = (label: string): ErrorText => ({
  message: `${label} refused the transfer. Nothing was restored.`,
  hint: 'Check that both laptops have the same version of pc-switcher, then restore again.',
})
