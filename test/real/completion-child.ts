/** Stands for `pc-switcher complete`, with an app that knows a little of everything. */
import { linesFor } from '../../src-main/shells/cli/completion/complete.ts'
import { declared, knowingClient } from '../unit/shells/completion-program.ts'

const [, , , , ...line] = process.argv
const lines = await linesFor(declared, line, { appFolder: '/nonexistent', client: knowingClient })
for (const one of lines) process.stdout.write(`${one}\n`)
