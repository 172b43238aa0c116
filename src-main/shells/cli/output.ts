import { toWireError } from '../../contract/wire-error.ts'
import { toned, writeLine, type Line } from './colours.ts'
import { exitCodeFor } from './exit-codes.ts'
import { printableJson } from './printable.ts'
import type { Terminal } from './terminal.ts'

/** Where commands print: sentences for people, or one JSON object per line for scripts. */
export interface CliOutput {
  readonly json: boolean
  /** Where a person can be asked; absent in scripts. */
  readonly terminal?: () => Terminal
  /** For people; nothing with --json. */
  readonly say: (line: Line) => void
  /** One message with a type; nothing without --json. */
  readonly tell: (message: { readonly type: string } & Readonly<Record<string, unknown>>) => void
}

export function createOutput(json: boolean, terminal?: () => Terminal): CliOutput {
  return {
    json,
    ...(json || terminal === undefined ? {} : { terminal }),
    say: (line) => {
      if (!json) writeLine(process.stdout, line)
    },
    tell: (message) => {
      if (json) process.stdout.write(`${printableJson(message)}\n`)
    },
  }
}

/** Prints what went wrong and what to do, and gives the exit code. */
export function reportError(output: CliOutput, thrown: unknown): number {
  const error = toWireError(thrown)
  output.tell({ type: 'error', error })
  if (!output.json) {
    writeLine(process.stderr, toned('bad', error.message))
    if (error.hint !== undefined) writeLine(process.stderr, error.hint)
    if (error.details !== undefined) writeLine(process.stderr, `\n${error.details}`)
  }
  return exitCodeFor(error.code)
}
