/** The problems that any thrown value can become, with their words. */
export const generalProblems = {
  cancelled: { code: 'cancelled', message: 'It was stopped.', hint: 'Start it again when you are ready.' },
  diskFull: { code: 'disk-full', message: 'The disk is full.', hint: 'Free some space, then try again.' },
  quotaFull: {
    code: 'disk-full',
    message: 'A quota is used up. The disk itself is not full.',
    hint: 'Raise the limit, or delete files: "btrfs qgroup show -reF /home" shows both. Then try again.',
  },
  diskReadOnly: {
    code: 'blocked',
    message: 'The disk is read-only.',
    hint: 'A disk becomes read-only when it is damaged: save what matters first, then check "journalctl -k".',
  },
  unexpected: {
    code: 'unexpected',
    message: 'Something unexpected happened.',
    hint: 'Try again. If it happens again, report it with the details.',
  },
} as const

interface StateFile {
  readonly path: string
  /** What follows when it is moved away, a sentence. */
  readonly without: string
}

export const stateProblems = {
  stateOfOther: ({ path }: Pick<StateFile, 'path'>) => ({
    message: `${path} is from another version of pc-switcher.`,
    hint: 'Install the same version on both laptops.',
  }),
  stateDamaged: ({ path, without }: StateFile) => ({
    message: `${path} is damaged.`,
    hint: `Check the file, then move it away. ${without}`,
  }),
}
