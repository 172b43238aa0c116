/** Finds the words for what an agent says. */
import { AppError } from '../kernel/app-error.ts'
import type { Message } from '../kernel/message.ts'
import type { AgentError } from './agent-error.ts'
import type { Catalogue, Words } from './catalogue.ts'
import type { AgentProgress, Progress } from './define.ts'

export interface Wording {
  /** An agent's error with its words. */
  readonly error: (error: AgentError) => AppError
  /** One sentence. */
  readonly text: (message: Message) => string
  /** The sentence, and what can be done. */
  readonly words: (message: Message) => Words
}

/** A message of another build's agent may be unknown or have another shape. Then the words say so, with its ID. */
export function createWording(catalogues: readonly Catalogue[]): Wording {
  const entries = new Map(catalogues.flatMap((one) => Object.values(one)).map((entry) => [entry.id, entry]))
  const find = ({ id, data }: Message): Words | undefined => entries.get(id)?.words(data, text)
  const words = (message: Message): Words =>
    find(message) ?? {
      message: `pc-switcher has no words for "${message.id}".`,
      hint: 'Install the same version of pc-switcher on both laptops.',
    }
  const text = (message: Message): string => words(message).message
  return {
    words,
    text,
    error: ({ code, problem, details }) => {
      const known = find(problem)
      const told = known === undefined ? `${problem.id} ${JSON.stringify(problem.data)}` : undefined
      const all = [told, details].filter((line) => line !== undefined).join('\n')
      return new AppError({
        ...(known ?? words(problem)),
        code,
        details: all === '' ? undefined : all,
        problem,
      })
    },
  }
}

export function wordProgress({ current, ...amounts }: AgentProgress, wording: Wording): Progress {
  if (current === undefined) return amounts
  return { ...amounts, current: typeof current === 'string' ? current : wording.text(current) }
}
