import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { answersSchema, type Answers, type Question } from '../../contract/preview.ts'
import { AppError } from '../../kernel/app-error.ts'
import { unknownAnswers, unreadableAnswers } from './error-texts.ts'

/** `{ "etc:/hosts": "always" }`: ids of questions, and of lines that may be left, to choices, as `plan --json` lists them. */
export async function readAnswers(path: string | undefined): Promise<Answers> {
  if (path === undefined) return {}
  try {
    return answersSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (thrown) {
    throw new AppError({
      code: 'invalid-input',
      ...unreadableAnswers(path),
      details: thrown instanceof z.ZodError ? z.prettifyError(thrown) : String(thrown),
    })
  }
}

/** Refuses IDs that nothing of the plan has (probably misspelt), so that nothing is started. */
export function refuseUnknownIds(answers: Answers, questions: readonly Pick<Question, 'id'>[]): void {
  const known = new Set(questions.map((question) => question.id))
  const unknown = Object.keys(answers).filter((id) => !known.has(id))
  if (unknown.length === 0) return
  throw new AppError({
    code: 'invalid-input',
    ...unknownAnswers(unknown.length),
    details: unknown.join('\n'),
  })
}
