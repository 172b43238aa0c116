/** What is said of things that each laptop keeps for itself. */

/** On a question. */
export const keepAlways = { label: "Keep, don't ask again", word: 'Always keep' } as const

/** Of the commit in ~/system-state. */
export const forgetCommit = (what: string): string => `${what}: ask again`
