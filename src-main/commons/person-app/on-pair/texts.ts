import type { ErrorText } from '../../../kernel/app-error.ts'

export const notRunning = (label: string): ErrorText => ({
  message: `pc-switcher does not run on ${label}.`,
  hint: `Open pc-switcher on ${label}, then try again.`,
})
