/**
 * Packages of which each laptop keeps its own: neither removed nor installed, and not asked about. The person's, in
 * ~/system-state, which goes along with the work.
 */
import { z } from 'zod'
import type { LeftState, LeftStateOn } from '../../../commons/system-state/on-pair/left-state.ts'
import type { SystemState } from '../../../commons/system-state/on-pair/open-system-state.ts'
import type { StateContributor } from '../../../commons/system-state/on-pair/record-step.ts'
import type { Answers, Question } from '../../../contract/preview.ts'
import { parseState } from '../../../kernel/state-text.ts'
import { packagesMessages } from '../messages.ts'
import { architectureSchema, keyOf, packageNameSchema, type PackageRef } from '../model.ts'
import * as texts from './texts.ts'

const keptFile = 'kept.json'
const place = `~/system-state/${keptFile}`
/** Of a question about a removal: keep it, and ask no more. */
export const keepAlways = 'keep-always'

const keptSchema = z.object({
  version: z.literal(1),
  kept: z.array(z.object({ kind: z.literal('package'), name: packageNameSchema, architecture: architectureSchema })),
})

export interface KeptPackages {
  readonly packages: { readonly name: string; readonly architecture: string }[]
  readonly file: string
}

/** AppError "state-unreadable" when it is damaged. */
export async function readKeptPackages(state: Pick<LeftState, 'readFile'>): Promise<PackageRef[]> {
  return parseKept(await state.readFile(keptFile))
}

function parseKept(text: string | undefined): PackageRef[] {
  if (text === undefined) return []
  const without = packagesMessages.withoutKept({})
  const { kept } = parseState({ path: place, schema: keptSchema, without }, text)
  return kept.map(({ name, architecture }) => ({ name, arch: architecture }))
}

function keptText(packages: readonly PackageRef[]): string {
  const unique = [...new Map(packages.map((one) => [keyOf(one), one])).values()]
  const kept = unique
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    .map(({ name, arch }) => ({ kind: 'package', name, architecture: arch }))
  return `${JSON.stringify({ version: 1, kept }, undefined, 2)}\n`
}

export async function listKeptPackages(state: SystemState): Promise<KeptPackages> {
  const packages = (await readKeptPackages(state)).map(({ name, arch }) => ({ name, architecture: arch }))
  return { packages, file: place }
}

export async function decideKeptPackage(
  state: SystemState,
  one: PackageRef,
  decision: 'keep' | 'forget',
): Promise<KeptPackages> {
  const before = await readKeptPackages(state)
  const others = before.filter((other) => keyOf(other) !== keyOf(one))
  const isKnown = others.length < before.length
  if (isKnown !== (decision === 'keep')) {
    await state.writeFiles({ [keptFile]: keptText(decision === 'keep' ? [...others, one] : others) })
    await state.commit(texts.keptCommit(one.name, decision))
  }
  return listKeptPackages(state)
}

/** Adds what was answered; committed before /home travels. */
export function keptPackagesContributor(stateOn: LeftStateOn): StateContributor {
  return {
    async contribute({ from }, answers, { questions, signal }) {
      const text = await stateOn(from).readFile(keptFile, { signal })
      const more = keptBy(questions, answers)
      if (more.length > 0) return { [keptFile]: keptText([...parseKept(text), ...more]) }
      return text === undefined ? {} : { [keptFile]: text }
    },
  }
}

function keptBy(questions: readonly Question[], answers: Answers): PackageRef[] {
  return questions.flatMap(({ id, subject }) => {
    if (subject.kind !== 'package' || subject.architecture === undefined || answers[id] !== keepAlways) return []
    return [{ name: subject.name, arch: subject.architecture }]
  })
}
