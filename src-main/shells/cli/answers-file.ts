import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { answersSchema, type Answers, type Question } from '../../contract/preview.ts'
import { AppError } from '../../kernel/app-error.ts'

/** `{ "etc:/hosts": "always" }`: question ids to choices, as `plan --json` lists them. */
export async function readAnswers(path: string | undefined): Promise<Answers> {
  if (path === undefined) return {}
  try {
    return answersSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (thrown) {
    throw new AppError({
      code: 'invalid-input',
      message: `The answers in ${path} cannot be read.`,
      hint: 'It has to be a JSON object of question ids and choices, as "pc-switcher plan --json" lists them.',
      details: thrown instanceof z.ZodError ? z.prettifyError(thrown) : String(thrown),
    })
  }
}

/** Ids that no question of the plan has: probably a misspelling, so nothing is started. */
export function refuseUnknownIds(answers: Answers, questions: readonly Question[]): void {
  const known = new Set(questions.map((question) => question.id))
  const unknown = Object.keys(answers).filter((id) => !known.has(id))
  if (unknown.length === 0) return
  throw new AppError({
    code: 'invalid-input',
    message: `The plan does not ask ${unknown.length === 1 ? 'one thing' : `${unknown.length} things`} that the answers name.`,
    hint: 'Compare the ids with "pc-switcher plan --json".',
    details: unknown.join('\n'),
  })
}
