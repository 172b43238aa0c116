import type { Capture, Health, PackageRef } from '../../model.ts'

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

/** As it is without what the person wants to be left so. */
export function healthWithout(health: Health, left: readonly PackageRef[]): Health {
  if (health.kind !== 'half-done' || left.length === 0) return health
  const names = new Set(left.map(({ name }) => name))
  const packages = health.packages.filter((name) => !names.has(name))
  if (packages.length === 0) return { kind: 'healthy' }
  return {
    ...health,
    packages,
    words: Object.fromEntries(Object.entries(health.words).filter(([name]) => !names.has(name))),
  }
}
