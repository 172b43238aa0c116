/** What is said of a package that both laptops have, and that could not be set up on one of them. */
export const notSetUp = {
  /** `words`: the last of its script. */
  reason: (label: string, version: string, words: string): string =>
    [`${version} could not be set up on ${label}`, ...(words === '' ? [] : [words.split('\n').join(' / ')])].join(': '),
  again: (label: string) => ({
    label: 'Try again',
    word: 'Try again',
    effect: `It is set up on ${label} if its script ends well this time. Everything else goes on if it does not.`,
  }),
  leaveWords: { label: 'Leave it', word: 'Leave' },
  leave: (label: string): string => `Stays on ${label} as it is: unpacked, not set up. Not asked about again.`,
  remove: (from: string, to: string) => ({
    label: `Remove from ${to}`,
    word: 'Remove',
    effect: `Removed from ${to}, and not installed again. ${from} keeps it.`,
  }),
} as const
