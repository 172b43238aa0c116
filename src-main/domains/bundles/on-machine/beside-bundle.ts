/** What is kept beside a bundle, also on a disk that may be anybody's: no folder of that is a link, from the top of the disk on. */
import path from 'node:path'
import type { StateText } from '../../../kernel/state-text.ts'
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import { recallInside, writeInside } from '../../../tools/files/state-file.ts'

/** The folder around a state folder, which is root's, or the top of the disk. */
export const aroundState = (stateFolder: string): string => path.dirname(stateFolder)

export const pathAround = (stateFolder: string, place: string): BytePath =>
  bytePathFromText(path.relative(aroundState(stateFolder), place))

export const recallBeside = <T>(stateFolder: string, state: StateText<T>): T | undefined =>
  recallInside(aroundState(stateFolder), state)

/** A bundle that is gone meanwhile needs none. */
export function writeBeside<T>(stateFolder: string, state: StateText<T>, value: T): void {
  writeInside(aroundState(stateFolder), state, value)
}
