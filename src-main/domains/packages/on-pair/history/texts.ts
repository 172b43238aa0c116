/** What the history of packages says. */
import type { ErrorText } from '../../../../kernel/app-error.ts'

export const noListOf = (wanted: string, laptops: readonly string[]): ErrorText => ({
  message: `No list of packages of "${wanted}" was ever recorded.`,
  hint:
    laptops.length === 0
      ? 'Every switch records those of both laptops.'
      : `There are lists of ${laptops.join(' and ')}.`,
})
