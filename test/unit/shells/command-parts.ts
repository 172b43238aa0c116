/** What a command runs with: an app in memory, and somewhere to say things. */
import { toWireError } from '../../../src-main/contract/wire-error.ts'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import type { Connection } from '../../../src-main/shells/cli/connection.ts'
import type { CliOutput } from '../../../src-main/shells/cli/output.ts'
import { createClient } from '../../../src-main/transport/client.ts'

export const connectionOf = (send: Connection['send']): Connection => ({
  ...{ client: createClient(send), send, attached: true },
  ...{ subscribe: () => () => undefined, close: () => Promise.resolve() },
})

/** Answers each call by its name; what an answer throws is its error. */
export const appOf = (answers: Readonly<Record<string, (input: unknown) => unknown>>): Connection =>
  connectionOf((name, envelope) => {
    try {
      const found = answers[name]
      if (found === undefined) throw new Error(`nobody expected ${name}`)
      return Promise.resolve({ ok: true, value: found((envelope as { readonly input?: unknown }).input) })
    } catch (thrown) {
      return Promise.resolve({ ok: false, error: toWireError(thrown) })
    }
  })

/** What is said goes into `said`, and messages for scripts into `told`. */
export const outputInto = (said: string[], told: unknown[] = []): CliOutput => ({
  json: false,
  say: (line) => void said.push(textOf(line)),
  tell: (message) => void told.push(message),
})
