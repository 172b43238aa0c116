/**
 * What is remembered in JSON files, one shape a file. Of some nothing may be guessed: a damaged one is an error, and stays
 * where it is until the person has looked (`readState`). Others only save work: a damaged one is set aside beside its
 * place, that is told, and the work goes on as if there were none (`recallState`).
 */
import { lstatSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { toAppError } from '../../kernel/app-error.ts'
import { parseState, saysDamaged, type StateText } from '../../kernel/state-text.ts'
import { flushFolder, writeDurably } from './durable-file.ts'
import { readPlain } from './read-plain.ts'
import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { atParent } from './safe-path.ts'
import { setAside, setAsideInside } from './set-aside.ts'

/** None of ours comes near it. Some lie on disks that are anybody's. */
const mostBytes = 256 * 1024 * 1024

/** Undefined when there is none. AppError "state-unreadable" when it is damaged or of another version. */
export function readState<T>(state: StateText<T>): T | undefined {
  const text = readPlain(state.path, mostBytes)
  return text === undefined ? undefined : parseState(state, text)
}

/** Undefined when there is none that can be believed. */
export function recallState<T>(state: StateText<T>): T | undefined {
  return recallAt(state.path, state, setAside)
}

/** `file`: by which it is opened. */
function recallAt<T>(file: string, state: StateText<T>, aside: typeof setAside): T | undefined {
  const text = readPlain(file, mostBytes)
  if (text === undefined) return undefined
  try {
    return parseState(state, text)
  } catch (thrown) {
    aside(file, toAppError(thrown).message)
    return undefined
  }
}

/** The same in a tree that may be anybody's: each folder below `root` is opened through no link, and it is set aside in the one that is open. */
export function recallInside<T>(root: string, state: StateText<T>): T | undefined {
  return atParent(root, pathInside(root, state), (leaf) =>
    recallAt(leaf.toString('latin1'), state, (file, words) => setAsideInside(file, words, state.path)),
  )
}

/** False where a folder on the way is missing or a link: nothing is written then. */
export function writeInside<T>(root: string, state: StateText<T>, value: T): boolean {
  const write = (leaf: Buffer): boolean => {
    writeState({ ...state, path: leaf.toString('latin1') }, value)
    return true
  }
  return atParent(root, pathInside(root, state), write) ?? false
}

const pathInside = (root: string, state: Pick<StateText<unknown>, 'path'>): BytePath =>
  bytePathFromText(path.relative(root, state.path))

/** As `recallState`, but whoever asks has to know that there was one; one of another version is an error. */
export function readUnlessDamaged<T>(state: StateText<T>): T | 'damaged' | undefined {
  const text = readPlain(state.path, mostBytes)
  if (text === undefined) return undefined
  try {
    return parseState(state, text)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (!saysDamaged(error)) throw error
    setAside(state.path, error.message)
    return 'damaged'
  }
}

export function writeState<T>({ path: file, schema }: StateText<T>, value: T): void {
  writeDurably(file, `${JSON.stringify(z.encode(schema, value), undefined, 2)}\n`)
}

/** Harmless when there is none. */
export function removeState(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return
  rmSync(file, { force: true })
  flushFolder(path.dirname(file))
}
