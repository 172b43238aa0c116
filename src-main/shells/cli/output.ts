import { toWireError } from '../../contract/wire-error.ts'
import { printableLines } from '../../kernel/printable.ts'
import { exitCodeFor } from './exit-codes.ts'

/** Where commands print: sentences for people, or one JSON object per line for scripts. */
export interface Output {
  readonly json: boolean
  /** For people; nothing with --json. */
  readonly say: (line: string) => void
  /** One message with a type; nothing without --json. */
  readonly tell: (message: { readonly type: string } & Readonly<Record<string, unknown>>) => void
}

export function createOutput(json: boolean): Output {
  return {
    json,
    say: (line) => {
      if (!json) process.stdout.write(`${printableLines(line)}\n`)
    },
    tell: (message) => {
      if (json) process.stdout.write(`${JSON.stringify(message)}\n`)
    },
  }
}

/** Prints what went wrong and what to do, and gives the exit code. */
export function reportError(output: Output, thrown: unknown): number {
  const error = toWireError(thrown)
  output.tell({ type: 'error', error })
  if (!output.json) {
    const print = (text: string) => process.stderr.write(`${printableLines(text)}\n`)
    print(error.message)
    if (error.hint !== undefined) print(error.hint)
    if (error.details !== undefined) print(`\n${error.details}`)
  }
  return exitCodeFor(error.code)
}
