import { toWireError } from '../../contract/wire-error.ts'
import { exitCodeFor } from './exit-codes.ts'
import { printable, printableJson } from './printable.ts'
import type { Terminal } from './terminal.ts'

/** Where commands print: sentences for people, or one JSON object per line for scripts. */
export interface Output {
  readonly json: boolean
  /** Where a person can be asked; absent in scripts. */
  readonly terminal?: () => Terminal
  /** For people; nothing with --json. */
  readonly say: (line: string) => void
  /** One message with a type; nothing without --json. */
  readonly tell: (message: { readonly type: string } & Readonly<Record<string, unknown>>) => void
}

export function createOutput(json: boolean, terminal?: () => Terminal): Output {
  return {
    json,
    ...(json || terminal === undefined ? {} : { terminal }),
    say: (line) => {
      if (!json) process.stdout.write(`${printable(line)}\n`)
    },
    tell: (message) => {
      if (json) process.stdout.write(`${printableJson(message)}\n`)
    },
  }
}

/** Prints what went wrong and what to do, and gives the exit code. */
export function reportError(output: Output, thrown: unknown): number {
  const error = toWireError(thrown)
  output.tell({ type: 'error', error })
  if (!output.json) {
    process.stderr.write(`${printable(error.message)}\n`)
    if (error.hint !== undefined) process.stderr.write(`${printable(error.hint)}\n`)
    if (error.details !== undefined) process.stderr.write(`\n${printable(error.details)}\n`)
  }
  return exitCodeFor(error.code)
}
