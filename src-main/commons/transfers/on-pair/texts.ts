/** What is said of a transfer that failed. Laptops go by their labels. */
import type { ErrorText } from '../../../kernel/app-error.ts'
import type { ErrorCode } from '../../../kernel/error-codes.ts'

export const notBelow = (path: string): ErrorText => ({
  message: `"${path}" is outside the folder that is transferred.`,
  hint: 'Report this with the details.',
})

/** The sender's agent does not know the other laptop's label: its errors are worded again here. */
export const failures: Partial<Record<ErrorCode, (label: string) => string>> = {
  'disk-full': (label) => `The disk of ${label} is full.`,
  unreachable: (label) => `The connection to ${label} was lost.`,
  'host-key-changed': (label) => `The laptop that answered is not the ${label} you paired.`,
  'not-paired': (label) => `${label} is not paired with this laptop.`,
  'ticket-refused': (label) => `${label} refused the transfer.`,
  'transfer-failed': (label) => `Some files could not be sent to ${label}.`,
}
