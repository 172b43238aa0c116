/** ~/system-state/kept.json: the person's list of what each laptop keeps for itself. It goes along with the work. */
import { z } from 'zod'
import type { keptListSchema } from '../../../contract/kept-calls.ts'
import { keptSchema, type Kept, type Rule } from '../../../contract/rule.ts'
import { parseState } from '../../../kernel/state-text.ts'
import type { LeftState, LeftStateOn } from '../../system-state/on-pair/left-state.ts'
import type { StateContributor } from '../../system-state/on-pair/record-step.ts'
import { keptMessages } from '../messages.ts'
import { rulesAnswered } from './keep-always.ts'
import * as texts from './texts.ts'

const keptFile = 'kept.json'
const place = `~/system-state/${keptFile}`

const fileSchema = z.object({ version: z.literal(1), kept: z.array(keptSchema) })

/** AppError "state-unreadable" when it is damaged. */
export async function readKept(state: Pick<LeftState, 'readFile'>): Promise<readonly Kept[]> {
  return parseKept(await state.readFile(keptFile))
}

function parseKept(text: string | undefined): readonly Kept[] {
  if (text === undefined) return []
  return parseState({ path: place, schema: fileSchema, without: keptMessages.without({}) }, text).kept
}

function isImage(one: Rule): one is Kept {
  return one.kind === 'image'
}

export async function listKept(state: Pick<LeftState, 'readFile'>): Promise<z.infer<typeof keptListSchema>> {
  return { kept: [...(await readKept(state))], file: place }
}

/** Nothing is committed where there is no such rule. */
export async function forgetKept(state: LeftState, { file }: Kept): ReturnType<typeof listKept> {
  const before = parseKept(await state.readFile(keptFile))
  const others = before.filter((other) => other.file !== file)
  if (others.length < before.length) {
    await state.record(texts.forgetCommit(file), { [keptFile]: keptText(others) })
  }
  return listKept(state)
}

/** Adds what was answered; committed before /home travels. */
export function keptContributor(stateOn: LeftStateOn): StateContributor {
  return {
    async contribute({ from }, answers, { questions, signal }) {
      const text = await stateOn(from).readFile(keptFile, { signal })
      const images = [...parseKept(text), ...rulesAnswered(questions, answers).filter(isImage)]
      return text === undefined && images.length === 0 ? {} : { [keptFile]: keptText(images) }
    },
  }
}

function keptText(all: readonly Kept[]): string {
  const images = [...new Map(all.map((one) => [one.file, one])).values()]
  const kept = images.toSorted((one, other) => (one.file < other.file ? -1 : 1))
  return `${JSON.stringify({ version: 1, kept }, undefined, 2)}\n`
}
