import { engineIds, shownContainerName, type ContainerKind, type EngineId } from '../../../contract/container-rule.ts'
import type { Answers } from '../../../contract/preview.ts'
import { countLeft, leftFor, sortByWord, verdictFor } from '../../../contract/proof/left-alone.ts'
import type { Verification, VerificationItem } from '../../../contract/switch-state.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { listContainers, type Contents } from '../verbs.ts'
import { rowsOf, type ContainerRow } from './containers-plan.ts'
import type { ContainersPlan } from './probe-containers.ts'
import { sameOnBoth } from './run-containers.ts'
import { readImages, type RowsOfEngine } from './run-images.ts'
import { isAsked, isTaken, questionId } from './container-answers.ts'
import * as texts from './texts.ts'

/** Reads volumes that were brought on both laptops, from their disks, and asks the engines of both for the images. */
export async function verifyContainers(
  pair: Pair,
  { rows, troubles }: ContainersPlan,
  answers: Answers,
  context: RunContext,
): Promise<Verification> {
  const items: VerificationItem[] = []
  const later: string[] = []
  for (const engine of engineIds) {
    const [volumes, images] = [rowsOf('volume', rows, engine), rowsOf('image', rows, engine)]
    const found = await compareVolumes(pair, { engine, ...sortTaken(volumes, answers) }, context)
    const foundImages = await compareImages(pair, { engine, ...sortTaken(images, answers) }, context)
    items.push(
      ...itemOf({ engine, kind: 'volume', rows: volumes, found, answers }, pair, context),
      ...itemOf({ engine, kind: 'image', rows: images, found: foundImages, answers }, pair, context),
    )
    later.push(...found.later.map((name) => shownContainerName({ engine, name })))
  }
  const notes = [
    ...(later.length === 0 ? [] : [texts.laterNote(later, pair)]),
    ...troubles.map(({ title, text }) => `${title}. ${text}`),
  ]
  return { items, notes }
}

interface Sorted {
  readonly taken: readonly ContainerRow[]
  /** The same when it was planned. */
  readonly unchanged: readonly ContainerRow[]
}

function sortTaken(rows: readonly ContainerRow[], answers: Answers): Sorted {
  return {
    taken: rows.filter((row) => isTaken(row, answers)),
    unchanged: rows.filter(({ decision }) => decision.kind === 'same'),
  }
}

interface SortedOf extends Sorted {
  readonly engine: EngineId
}

interface Found extends Others {
  /** Of those that are the same on both now. */
  readonly same: ReadonlySet<string>
  /** Not the same, though nothing has changed them since they were brought. */
  readonly different: readonly string[]
}

interface Kind {
  readonly engine: EngineId
  readonly kind: ContainerKind
  readonly rows: readonly ContainerRow[]
  readonly found: Found
  readonly answers: Answers
}

function itemOf(
  { engine, kind, rows, found, answers }: Kind,
  pair: Pair,
  context: RunContext,
): readonly VerificationItem[] {
  const { same, different, refused, meanwhile } = found
  const shownName = (name: string): string => shownContainerName({ engine, name })
  const shown = (some: readonly ContainerRow[]): string[] => some.map(({ name }) => shownName(name))
  const { taken, unchanged } = sortTaken(rows, answers)
  const kept = rows.filter((row) => !isTaken(row, answers))
  const open = kept.filter((row) => isAsked(row) && context.unanswered.has(questionId(row)))
  const { chosen, unsaid } = sortByWord(shown(kept.filter(isChosen)), shown(open))
  const decided = (wanted: ContainerRow['decision']['kind']) => kept.filter(({ decision }) => decision.kind === wanted)
  const inUse = (on: 'from' | 'to') => kept.filter(({ decision }) => decision.kind === 'in-use' && decision.on === on)
  const left = [
    ...unsaid,
    ...leftFor([
      [texts.left.changed(pair), shown(decided('keep'))],
      [texts.left.only(pair), shown(decided('only-there'))],
      [texts.left.inUse(pair.from.label), shown(inUse('from'))],
      [texts.left.inUse(pair.to.label), shown(inUse('to'))],
      [texts.left.cannot, shown(decided('cannot'))],
      [texts.left.pulled, shown(decided('pulled'))],
      [texts.left.refused[kind], refused.map(shownName)],
      [texts.left.meanwhile, meanwhile.map(shownName)],
    ]),
  ]
  const differences = different.map(shownName)
  if (taken.length + unchanged.length + chosen.length + left.length === 0) return []
  const counts = { chosen: chosen.length, left: countLeft(left), different: differences.length }
  const compared = same.size
  return [
    {
      title: texts.proofTitles[engine][kind],
      verdict: verdictFor({ compared, chosen, left, differences }),
      text: texts.proofText(kind, compared, counts),
      ...{ compared, chosen, differences, readBack: shown(taken.filter(({ name }) => same.has(name))) },
      ...(left.length === 0 ? {} : { left }),
    },
  ]
}

async function compareVolumes(pair: Pair, { engine, taken, unchanged }: SortedOf, context: RunContext) {
  const { digests, later, different } = await provenOnBoth(pair, { engine, taken, unchanged }, context)
  const others = [...taken, ...unchanged].filter(({ name }) => !digests.has(name) && !different.includes(name))
  const sorted = await sortOthers(pair, { engine, rows: others }, context.signal)
  return { same: new Set(digests.keys()), different, later, ...sorted }
}

/** An engine gives a name to what it has compared with its SHA-256. Another image than the one that was brought was given the name since. */
async function compareImages(
  pair: Pair,
  { engine, taken, unchanged }: SortedOf,
  { signal }: RunContext,
): Promise<Found> {
  const {
    from: ofFrom,
    to: ofTo,
    same,
  } = await readImages(pair, { engine, rows: [...taken, ...unchanged] }, { signal })
  const others = [...taken, ...unchanged].filter(({ name }) => !same.has(name))
  const isAsItWas = ({ name, from, to }: ContainerRow): boolean =>
    ofFrom.get(name)?.id === from?.stamp && ofTo.get(name)?.id === to?.stamp
  const [refused, meanwhile] = [others.filter(isAsItWas), others.filter((row) => !isAsItWas(row))]
  return { same: new Set(same.keys()), different: [], refused: namesOf(refused), meanwhile: namesOf(meanwhile) }
}

/** What was brought is read anew on the target; of the others only what changed since the plan. */
async function provenOnBoth(pair: Pair, { engine, taken, unchanged }: SortedOf, { signal, report }: RunContext) {
  const [brought, others] = [
    await sameOnBoth(pair, { engine, names: namesOf(taken), offered: true, anew: true }, { signal, report }),
    await sameOnBoth(pair, { engine, names: namesOf(unchanged) }, { signal }),
  ]
  return {
    digests: new Map([...brought.digests, ...others.digests]),
    ...{ later: brought.later, different: brought.different },
  }
}

/** By an answer, or by a rule. */
function isChosen(row: ContainerRow): boolean {
  return isAsked(row) || row.decision.kind === 'ruled'
}

interface Others {
  /** As they were when it was planned, on both: they could not be packed or unpacked. */
  readonly refused: readonly string[]
  /** A container has them by now, or something changed them. */
  readonly meanwhile: readonly string[]
}

async function sortOthers({ from, to }: Pair, { engine, rows }: RowsOfEngine, signal: AbortSignal): Promise<Others> {
  if (rows.length === 0) return { refused: [], meanwhile: [] }
  const [here, there] = await Promise.all([
    from.call(listContainers, {}, { signal }),
    to.call(listContainers, {}, { signal }),
  ])
  const isAsItWas = (row: ContainerRow): boolean => {
    const [source, target] = [volumeIn(here[engine], row.name), volumeIn(there[engine], row.name)]
    const isFree = [source, target].every((one) => (one?.usedBy.length ?? 0) === 0)
    return isFree && source?.stamp === row.from?.stamp && target?.stamp === row.to?.stamp
  }
  return {
    refused: namesOf(rows.filter(isAsItWas)),
    meanwhile: namesOf(rows.filter((row) => !isAsItWas(row))),
  }
}

function volumeIn(contents: Contents, wanted: string) {
  return contents.kind === 'asked' ? contents.volumes.find(({ name }) => name === wanted) : undefined
}

function namesOf(rows: readonly ContainerRow[]): string[] {
  return rows.map(({ name }) => name)
}
