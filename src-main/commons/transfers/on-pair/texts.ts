/** What is said of a transfer that failed. Laptops go by their labels. */
import type { ErrorText } from '../../../kernel/app-error.ts'
import type { ErrorCode } from '../../../kernel/error-codes.ts'

export const notBelow = (path: string): ErrorText => ({
  message: `"${path}" is outside the folder that is transferred.`,
  hint: 'Report this with the details.',
})

/** The sender's agent does not know the other laptop's label: its errors are worded again here. */
interface Way {
  readonly from: string
  readonly to: string
}

export const failures: Partial<Record<ErrorCode, (way: Way) => string>> = {
  'disk-full': ({ to }) => `The disk of ${to} is full.`,
  unreachable: ({ from, to }) => `The connection from ${from} to ${to} was lost.`,
  'host-key-changed': ({ to }) => `The laptop that answered is not the ${to} you paired.`,
  'not-paired': ({ from, to }) => `${to} is not paired with ${from}.`,
  'ticket-refused': ({ to }) => `${to} refused the transfer.`,
  'transfer-failed': ({ to }) => `Some files could not be sent to ${to}.`,
}
