/**
 * What is remembered in JSON files, one shape a file. Of some nothing may be guessed: a damaged one is an error, and stays
 * where it is until the person has looked (`readState`). Others only save work: a damaged one is set aside beside its
 * place, that is told, and the work goes on as if there were none (`recallState`).
 */
import { lstatSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { toAppError } from '../../kernel/app-error.ts'
import { parseJson } from '../../kernel/parse-json.ts'
import { parseState, saysDamaged, type StateText } from '../../kernel/state-text.ts'
import { flushFolder, writeDurably } from './durable-file.ts'
import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { readForeign, textOf } from './foreign-file.ts'
import { atParent } from './safe-path.ts'
import { setAside } from './set-aside.ts'

/** None of ours comes near it. */
const mostBytes = 256 * 1024 * 1024

/** Undefined when there is none. AppError "state-unreadable" when it is damaged or of another version. */
export function readState<T>(state: StateText<T>): T | undefined {
  const text = textAt(path.dirname(state.path), path.basename(state.path))
  return text === undefined ? undefined : parseState(state, text)
}

/** Some lie on disks that are anybody's. */
function textAt(root: string, below: string): string | undefined {
  return textOf(readForeign(root, bytePathFromText(below), mostBytes))
}

/** Undefined when there is none that can be believed. */
export function recallState<T>(state: StateText<T>): T | undefined {
  const text = textAt(path.dirname(state.path), path.basename(state.path))
  if (text === undefined) return undefined
  try {
    return parseState(state, text)
  } catch (thrown) {
    setAside(state.path, toAppError(thrown).message)
    return undefined
  }
}

/** The same in a tree that may be anybody's: each folder below `root` is opened through no link, and a damaged one stays where it is. */
export function recallInside<T>(root: string, state: StateText<T>): T | undefined {
  const text = textAt(root, path.relative(root, state.path))
  return text === undefined ? undefined : state.schema.safeParse(parseJson(text)).data
}

/** False where a folder on the way is missing or a link, or somebody's folder has its name: nothing is written then. */
export function writeInside<T>(root: string, state: StateText<T>, value: T): boolean {
  const write = (leaf: Buffer): boolean => {
    if (lstatSync(leaf, { throwIfNoEntry: false })?.isDirectory() === true) return false
    writeState({ ...state, path: leaf.toString('latin1') }, value)
    return true
  }
  return atParent(root, pathInside(root, state), write) ?? false
}

const pathInside = (root: string, state: Pick<StateText<unknown>, 'path'>): BytePath =>
  bytePathFromText(path.relative(root, state.path))

/** As `recallState`, but whoever asks has to know that there was one; one of another version is an error. */
export function readUnlessDamaged<T>(state: StateText<T>): T | 'damaged' | undefined {
  const text = textAt(path.dirname(state.path), path.basename(state.path))
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
