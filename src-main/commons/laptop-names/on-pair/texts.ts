import type { ErrorText } from '../../../kernel/app-error.ts'

export const noName = (longest: number): ErrorText => ({
  message: 'This cannot be the name of a laptop.',
  hint: `Use at most ${longest} characters on one line.`,
})

export const nameOfOther = (name: string): ErrorText => ({
  message: `The other laptop is already called ${name}.`,
  hint: 'Use another name, so that you can tell the two apart.',
})
