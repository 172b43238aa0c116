import type { Capture } from '../../model.ts'

export interface NotSetUp {
  readonly name: string
  /** What its script said last; may be empty. */
  readonly words: string
}

/** The last run has tried it, and dpkg said why not. What is torn, or in the middle of something, is not among them. */
export function notSetUpOn({ health, packages }: Capture): readonly NotSetUp[] {
  if (health.kind !== 'half-done') return []
  const torn = new Set(packages.filter((one) => one.torn).map(({ name }) => name))
  return Object.entries(health.words).flatMap(([name, words]) => (torn.has(name) ? [] : [{ name, words }]))
}
