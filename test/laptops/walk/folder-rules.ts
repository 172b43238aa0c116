/** What must be true after a switch of a folder that both laptops had: who may use it, and what is attached to it. */
import type { Answer } from './drive-switch.ts'
import type { Fact } from './list-home.ts'

interface FolderAfter {
  /** Of both when they were last proven equal, and of all its versions since. */
  readonly kinds: readonly (Fact['kind'] | undefined)[]
  /** On the target it is as on the source, at whatever moment of the switch. */
  readonly isFrom: boolean
  /** It is there as it was. */
  readonly isTaken: boolean
  /** The source gave it something since: before the switch, and also while it was broken off. */
  readonly isTheirs: boolean
  readonly isTheirsLater: boolean
  readonly answer: Answer | undefined
  /** The proof names it. */
  readonly isTold: boolean
}

/** Undefined when all is well, and where it is a matter of what is in it whether there is a folder. */
export function wrongWithFolder(folder: FolderAfter): string | undefined {
  const { kinds, isFrom, isTaken, isTheirs, isTheirsLater, answer, isTold } = folder
  if (kinds.some((kind) => kind !== 'd')) return undefined
  if (!isFrom && !isTold) return 'is another folder than on the laptop that is left, and the proof does not say so'
  if (answer === 'keep') return undefined
  if (isTheirs) return isFrom ? undefined : 'what the laptop that is left gave this folder did not come'
  const mayCome = answer === 'take' || (isFrom && isTheirsLater)
  return isTaken || mayCome ? undefined : 'what the laptop that is taken gave this folder is lost'
}
