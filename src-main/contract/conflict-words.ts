/** What clients say of conflict files. */
import type { Conflict, DecidedConflict } from './conflicts-calls.ts'
import { textFromBytePath } from '../kernel/byte-path.ts'

/** Below the home, as a person has it. */
export const inHomeText = (path: string): string => `~/${textFromBytePath(path)}`

export const contentsTexts: Readonly<Record<Conflict['contents'], string>> = {
  same: 'Both have the same contents.',
  differ: '',
  'not-compared': 'Whether both have the same contents was not compared: they are large, or belong to another account.',
}

/** `on`: the laptop, where it is not clear which. */
export function decidedText({ file, outcome }: DecidedConflict, on: string): string {
  const name = inHomeText(file)
  const where = on === '' ? '' : ` on ${on}`
  if (outcome.kind === 'left') return `${name} stays as it is${where}. ${outcome.why}`
  const [as] = outcome.as
  if (as === undefined) return `${name}: the file stays, and the copy is gone${where}.`
  return as === file
    ? `${name} is now what the copy was${where}.`
    : `${name} stays, and the copy is now ${textFromBytePath(as.slice(as.lastIndexOf('/') + 1))}${where}.`
}

/** What nobody knows of these: they may be anything. */
export const goneText = (count: number): string =>
  count === 1
    ? 'One has changed since it was listed, and stays as it is. List again.'
    : `${count} have changed since they were listed, and stay as they are. List again.`

export const carriedText = (laptops: string): string => `Syncthing brings this to ${laptops}.`

export const notAskedText = (laptops: string): string =>
  `${laptops} can't be reached. What it has is not decided: decide there, or here once it can be reached.`
