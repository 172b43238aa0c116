/**
 * What is remembered in JSON files, one shape a file. Of some nothing may be guessed: a damaged one is an error, and stays
 * where it is until the person has looked (`readState`). Others only save work: a damaged one is set aside beside its
 * place, that is told, and the work goes on as if there were none (`recallState`).
 */
import { renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { toAppError } from '../../kernel/app-error.ts'
import { isErrno } from '../../kernel/errno.ts'
import { parseState, type StateText } from '../../kernel/state-text.ts'
import { flushFolder, readIfThere, writeDurably } from './durable-file.ts'

/** Undefined when there is none. AppError "state-unreadable" when it is damaged or of another version. */
export function readState<T>(state: StateText<T>): T | undefined {
  const text = readIfThere(state.path)
  return text === undefined ? undefined : parseState(state, text)
}

/** Undefined when there is none that can be believed. */
export function recallState<T>(state: StateText<T>): T | undefined {
  const text = readIfThere(state.path)
  if (text === undefined) return undefined
  try {
    return parseState(state, text)
  } catch (thrown) {
    setAside(state.path, `${toAppError(thrown).message} ${state.without}`)
    return undefined
  }
}

export function writeState<T>({ path: file, schema }: StateText<T>, value: T): void {
  writeDurably(file, `${JSON.stringify(schema.parse(value), undefined, 2)}\n`)
}

/** Harmless when there is none. */
export function removeState(file: string): void {
  if (readIfThere(file) === undefined) return
  rmSync(file, { force: true })
  flushFolder(path.dirname(file))
}

/** "images.json.damaged-20261120T184400123Z"; told on standard error, where the program's log is. */
export function setAside(file: string, words: string): void {
  const aside = `${file}.damaged-${new Date().toISOString().replace(/[-:.]/g, '')}`
  try {
    renameSync(file, aside)
  } catch (thrown) {
    // Another agent was quicker.
    if (isErrno(thrown, 'ENOENT')) return
    throw thrown
  }
  process.emitWarning(`${words} It was moved to ${aside}.`, 'DamagedState')
}
