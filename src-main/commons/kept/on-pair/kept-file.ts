/**
 * ~/system-state/kept.json: the person's list of what each laptop keeps for itself, of all kinds that capabilities declare (`keeps`).
 * It goes along with the work.
 */
import { z } from 'zod'
import { keptSchema, type Kept } from '../../../contract/rule.ts'
import { parseState } from '../../../kernel/state-text.ts'
import type { LeftState } from '../../system-state/on-pair/left-state.ts'
import type { StateContributor } from '../../system-state/on-pair/record-step.ts'
import type { RulesOf } from '../../system-state/on-pair/work-state.ts'
import { keptMessages } from '../messages.ts'
import { rulesAnswered } from './keep-always.ts'
import * as texts from './texts.ts'

const keptFile = 'kept.json'
export const keptPlace = `~/system-state/${keptFile}`

const fileSchema = z.object({ version: z.literal(1), kept: z.array(keptSchema) })

/** AppError "state-unreadable" when it is damaged. */
export async function readKept(state: Pick<LeftState, 'readFile'>): Promise<readonly Kept[]> {
  return parseKept(await state.readFile(keptFile))
}

function parseKept(text: string | undefined): readonly Kept[] {
  if (text === undefined) return []
  return parseState({ path: keptPlace, schema: fileSchema, without: keptMessages.without({}) }, text).kept
}

/** Nothing is committed where there is no such rule. */
export async function forgetKept(state: LeftState, { kind, name }: Kept): Promise<void> {
  const before = await readKept(state)
  const others = before.filter((other) => other.kind !== kind || other.name !== name)
  if (others.length < before.length) await state.record(texts.forgetCommit(name), { [keptFile]: keptText(others) })
}

/** Adds what was answered; committed before /home travels. `kinds`: those that are kept here. */
export function keptContributor(rulesOf: RulesOf, kinds: readonly string[]): StateContributor {
  const ownSchema = keptSchema.refine(({ kind }) => kinds.includes(kind))
  return {
    async contribute(pair, answers, { questions, signal }) {
      const text = await rulesOf(pair).readFile(keptFile, { signal })
      const all = [...parseKept(text), ...rulesAnswered(questions, answers, ownSchema)]
      return text === undefined && all.length === 0 ? {} : { [keptFile]: keptText(all) }
    },
  }
}

function keptText(all: readonly Kept[]): string {
  const each = new Map(all.map((one) => [`${one.kind} ${one.name}`, one]))
  const kept = [...each].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one)
  return `${JSON.stringify({ version: 1, kept }, undefined, 2)}\n`
}
