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
  blocked: ({ to }) => `The disk of ${to} is read-only.`,
  unreachable: ({ from, to }) => `The connection from ${from} to ${to} was lost.`,
  'host-key-changed': ({ to }) => `The laptop that answered is not the ${to} you paired.`,
  'not-paired': ({ from, to }) => `${to} is not paired with ${from}.`,
  'ticket-refused': ({ to }) => `${to} refused the transfer.`,
  'transfer-failed': ({ to }) => `Some files could not be sent to ${to}.`,
}

/** What the doctor says of the way from one laptop to the other one. */
export const doctor = {
  title: 'Connection to the other laptop',
  reached: (address: string): string => `It answers at ${address}.`,
  silent: (label: string, address: string, port: number) => ({
    text: `${label} gets no answer at ${address}, port ${port}.`,
    hint: 'Allow SSH on the other laptop, for example with "sudo ufw allow ssh". Its work is copied back that way.',
  }),
  otherKeys: (address: string) => ({
    text: `What answers at ${address} is not the other laptop.`,
    hint: 'Two devices may have the same address. Connect both laptops to the network again.',
  }),
} as const
