import type { Answers } from '../../../contract/preview.ts'
import { countLeft, leftFor, sortByWord, verdictFor } from '../../../contract/proof/left-alone.ts'
import type { Verification } from '../../../contract/switch-state.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { listContainers, type Podman } from '../verbs.ts'
import type { VolumeRow } from './containers-plan.ts'
import type { ContainersPlan } from './probe-containers.ts'
import { sameOnBoth } from './run-containers.ts'
import { isAsked, isTaken, questionId } from './volume-answers.ts'
import * as texts from './texts.ts'

/** Reads what was brought on both laptops, from their disks. */
export async function verifyContainers(
  pair: Pair,
  { rows, troubles }: ContainersPlan,
  answers: Answers,
  context: RunContext,
): Promise<Verification> {
  const taken = rows.filter((row) => isTaken(row, answers))
  const unchanged = rows.filter(({ decision }) => decision.kind === 'same')
  const names = [...taken, ...unchanged].map(({ name }) => name)
  const { digests, later, different } = await provenOnBoth(pair, taken, unchanged, context)
  const others = [...taken, ...unchanged].filter(({ name }) => !digests.has(name) && !different.includes(name))
  const { refused, meanwhile } = await sortOthers(pair, others, context.signal)
  const differences = [...different]
  const kept = rows.filter((row) => !isTaken(row, answers))
  const open = kept.filter((row) => isAsked(row) && context.unanswered.has(questionId(row)))
  const { chosen, unsaid } = sortByWord(namesOf(kept.filter(isChosen)), namesOf(open))
  const inUse = (on: 'from' | 'to') => kept.filter(({ decision }) => decision.kind === 'in-use' && decision.on === on)
  const left = [
    ...unsaid,
    ...leftFor([
      [texts.left.changed(pair), namesOf(kept.filter(({ decision }) => decision.kind === 'keep'))],
      [texts.left.only(pair), namesOf(kept.filter(({ decision }) => decision.kind === 'only-there'))],
      [texts.left.inUse(pair.from.label), namesOf(inUse('from'))],
      [texts.left.inUse(pair.to.label), namesOf(inUse('to'))],
      [texts.left.cannot, namesOf(kept.filter(({ decision }) => decision.kind === 'cannot'))],
      [texts.left.refused, refused],
      [texts.left.meanwhile, meanwhile],
    ]),
  ]
  const found = { compared: digests.size, chosen, left, differences }
  const notes = [
    ...(later.length === 0 ? [] : [texts.laterNote(later, pair)]),
    ...troubles.map(({ title, text }) => `${title}. ${text}`),
  ]
  if (names.length + chosen.length + left.length === 0) return { items: [], notes }
  const counts = { chosen: chosen.length, left: countLeft(left), different: differences.length }
  const item = {
    ...{ title: texts.stepTitle, verdict: verdictFor(found), text: texts.proofText(digests.size, counts) },
    ...{
      compared: digests.size,
      chosen,
      differences,
      readBack: namesOf(taken.filter(({ name }) => digests.has(name))),
    },
    ...(left.length === 0 ? {} : { left }),
  }
  return { items: [item], notes }
}

/** What was brought is read anew on the laptop that is taken; of the others only what changed since the plan. */
async function provenOnBoth(
  pair: Pair,
  taken: readonly VolumeRow[],
  unchanged: readonly VolumeRow[],
  { signal, report }: RunContext,
) {
  const [brought, others] = [
    await sameOnBoth(pair, { names: namesOf(taken), offered: true, anew: true }, { signal, report }),
    await sameOnBoth(pair, { names: namesOf(unchanged) }, { signal }),
  ]
  return {
    digests: new Map([...brought.digests, ...others.digests]),
    ...{ later: brought.later, different: brought.different },
  }
}

/** By an answer, or by a rule. */
function isChosen(row: VolumeRow): boolean {
  return isAsked(row) || row.decision.kind === 'ruled'
}

interface Others {
  /** As they were when it was planned, on both: they could not be packed or unpacked. */
  readonly refused: readonly string[]
  /** A container has them by now, or something changed them. */
  readonly meanwhile: readonly string[]
}

async function sortOthers({ from, to }: Pair, rows: readonly VolumeRow[], signal: AbortSignal): Promise<Others> {
  if (rows.length === 0) return { refused: [], meanwhile: [] }
  const [here, there] = await Promise.all([
    from.call(listContainers, {}, { signal }),
    to.call(listContainers, {}, { signal }),
  ])
  const isAsItWas = (row: VolumeRow): boolean => {
    const [source, target] = [volumeIn(here, row.name), volumeIn(there, row.name)]
    const isFree = [source, target].every((one) => (one?.usedBy.length ?? 0) === 0)
    return isFree && source?.stamp === row.from?.stamp && target?.stamp === row.to?.stamp
  }
  return {
    refused: namesOf(rows.filter(isAsItWas)),
    meanwhile: namesOf(rows.filter((row) => !isAsItWas(row))),
  }
}

function volumeIn(podman: Podman, wanted: string) {
  return podman.kind === 'asked' ? podman.volumes.find(({ name }) => name === wanted) : undefined
}

function namesOf(rows: readonly VolumeRow[]): string[] {
  return rows.map(({ name }) => name)
}
