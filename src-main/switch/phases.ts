import type { Progress, StepProgress } from '../contract/define.ts'

export interface Phase {
  /** What it is thought to take. */
  readonly ms: number
  /** What is done in it, where its progress does not name anything. */
  readonly current: string
  /** Which of the two does it; absent where both do. */
  readonly on?: StepProgress['on']
}

export interface Phases<K extends string> {
  /** Reports as the phase of that name. */
  readonly of: (name: K) => (progress: Progress) => void
  /** Of all of them. */
  readonly ms: number
}

/** For a step that does one thing after the other: in the order of `parts`, after `spentMs` of earlier ones. */
export function createPhases<K extends string>(
  report: (progress: StepProgress) => void,
  parts: Readonly<Record<K, Phase>>,
  spentMs = 0,
): Phases<K> {
  const names = Object.keys(parts) as K[]
  const sum = (some: readonly K[]): number => some.reduce((total, name) => total + parts[name].ms, 0)
  return {
    ms: sum(names),
    of: (name) => {
      const index = names.indexOf(name)
      const { ms, current, on } = parts[name]
      const phase = { beforeMs: spentMs + sum(names.slice(0, index)), ownMs: ms, afterMs: sum(names.slice(index + 1)) }
      return (progress) => report({ current, ...progress, ...(on === undefined ? {} : { on }), phase })
    },
  }
}
