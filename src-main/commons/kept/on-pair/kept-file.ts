/** ~/system-state/kept.json: the person's list of what each laptop keeps for itself. It goes along with the work. */
import { z } from 'zod'
import type { keptListSchema } from '../../../contract/kept-calls.ts'
import { keptSchema, type Kept } from '../../../contract/rule.ts'
import { formatUnit } from '../../../kernel/format-unit.ts'
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

export async function listKept(state: Pick<LeftState, 'readFile'>): Promise<z.infer<typeof keptListSchema>> {
  return { kept: [...(await readKept(state))], file: place }
}

/** Nothing is committed where there is no such rule. */
export async function forgetKept(state: LeftState, one: Kept): ReturnType<typeof listKept> {
  const before = await readKept(state)
  const others = before.filter((other) => keyOf(other) !== keyOf(one))
  if (others.length < before.length) {
    await state.record(texts.forgetCommit(nameOf(one)), { [keptFile]: keptText(others) })
  }
  return listKept(state)
}

/** Adds what was answered; committed before /home travels. */
export function keptContributor(stateOn: LeftStateOn): StateContributor {
  return {
    async contribute({ from }, answers, { questions, signal }) {
      const text = await stateOn(from).readFile(keptFile, { signal })
      const more = rulesAnswered(questions, answers).filter((rule) => rule.kind !== 'home')
      if (more.length > 0) return { [keptFile]: keptText([...parseKept(text), ...more]) }
      return text === undefined ? {} : { [keptFile]: text }
    },
  }
}

function keptText(all: readonly Kept[]): string {
  const unique = [...new Map(all.map((one) => [keyOf(one), one])).values()]
  const kept = unique.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  return `${JSON.stringify({ version: 1, kept }, undefined, 2)}\n`
}

function keyOf(one: Kept): string {
  if (one.kind !== 'package') return `${one.kind} ${nameOf(one)}`
  return `${one.manager ?? one.kind} ${one.name}:${one.architecture}`
}

function nameOf(one: Kept): string {
  switch (one.kind) {
    case 'package':
      return one.name
    case 'service':
      return formatUnit(one)
    case 'image':
      return one.file
  }
}
