import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { AnswerEnvelope } from '../../contract/envelope.ts'
import { toWireError } from '../../contract/wire-error.ts'
import { AppError } from '../../kernel/app-error.ts'
import { texts } from './texts.ts'

/** A name without a folder, and what is in the file. A report of 50,000 names is 5 MB. */
const fileSchema = z.object({
  name: z
    .string()
    .min(1)
    .max(200)
    .refine((name) => path.basename(name) === name && !name.startsWith('.')),
  content: z.string().max(50_000_000),
})

/** Asks the person for a place; undefined when they changed their mind. */
export type AskForPlace = (name: string) => Promise<string | undefined>

/** Writes what the page gives to where the person wants it. The page learns whether it was saved, and never where. */
export async function saveFile(file: unknown, askForPlace: AskForPlace): Promise<AnswerEnvelope> {
  try {
    const given = fileSchema.safeParse(file)
    if (!given.success) throw strangeFile()
    const { name, content } = given.data
    const place = await askForPlace(name)
    if (place !== undefined) await writeTo(place, content)
    return { ok: true, value: { saved: place !== undefined } }
  } catch (thrown) {
    return { ok: false, error: toWireError(thrown) }
  }
}

async function writeTo(place: string, content: string): Promise<void> {
  try {
    await writeFile(place, content)
  } catch (cause) {
    throw new AppError({
      code: 'blocked',
      message: texts.cannotSave(place),
      hint: texts.chooseAnotherPlace,
      details: String(cause),
    })
  }
}

function strangeFile(): AppError {
  return new AppError({ code: 'invalid-input', message: texts.strangeFile, hint: texts.reloadWindow })
}
