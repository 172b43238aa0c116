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
import { setAside } from './set-aside.ts'

/** None of ours comes near it. Some lie on disks that are anybody's. */
const mostBytes = 256 * 1024 * 1024

/** Undefined when there is none. AppError "state-unreadable" when it is damaged or of another version. */
export function readState<T>(state: StateText<T>): T | undefined {
  const text = readPlain(state.path, mostBytes)
  return text === undefined ? undefined : parseState(state, text)
}

/** Undefined when there is none that can be believed. */
export function recallState<T>(state: StateText<T>): T | undefined {
  const text = readPlain(state.path, mostBytes)
  if (text === undefined) return undefined
  try {
    return parseState(state, text)
  } catch (thrown) {
    setAside(state.path, toAppError(thrown).message)
    return undefined
  }
}

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
