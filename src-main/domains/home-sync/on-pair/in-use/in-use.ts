/** What programs on the target use of that which a switch would change there, and what the person is asked. */
import type { Answers, Preview, PreviewBlock, Question } from '../../../../contract/preview.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Pair } from '../../../../switch/step.ts'
import { keyOfPath, parentKey } from '../../inventory/inventory-entry.ts'
import type { OpenPlace } from '../../open-files-verbs.ts'
import type { Difference } from '../compare/difference.ts'
import { shownPath } from '../plan/shown-path.ts'
import type { HomePlan, FilesInUse } from '../plan/plan.ts'
import * as texts from './texts.ts'

/** Not a path below the person's folder, so no question about one is called the same. */
export const inUseQuestionId = 'home:/in-use'
const closedFirst = 'close'

/** A plan says no more than this of one laptop's programs. */
const shownAtMost = 200

/**
 * Passes differences on, and finds out which of `open` they are about. What the source did nothing to is left as it is, unless the person
 * themselves decides to take it away.
 */
export function createInUse(open: readonly OpenPlace[], personFolder: BytePath) {
  const places = byKey(open)
  const placesOf = placesAround(places)
  const touched = new Set<OpenPlace>()
  return {
    async *watch(differences: AsyncIterable<Difference>): AsyncGenerator<Difference> {
      for await (const difference of differences) {
        if (places.size > 0 && difference.from !== undefined)
          placesOf(difference.key).forEach((one) => touched.add(one))
        yield difference
      }
    },
    found: (): FilesInUse[] => [...touched].slice(0, shownAtMost).map((one) => shownUse(one, personFolder)),
  }
}

function shownUse({ path, kind, programs, writes }: OpenPlace, personFolder: BytePath): FilesInUse {
  return { kind, programs, writes, place: textFromBytePath(shownPath(path, personFolder)) }
}

/** What programs began to write to after the person was asked about those that did, among these paths. */
export function usedSince(
  { inUse }: Planned,
  open: readonly OpenPlace[],
  paths: readonly BytePath[],
  personFolder: BytePath,
): readonly BytePath[] {
  const asked = new Set(inUse.map(({ place, programs }) => JSON.stringify([place, ...programs])))
  const isAsked = (one: OpenPlace): boolean => {
    const { place, programs } = shownUse(one, personFolder)
    return asked.has(JSON.stringify([place, ...programs]))
  }
  const placesOf = placesAround(byKey(open.filter((one) => one.writes && !isAsked(one))))
  return paths.filter((path) => placesOf(keyOfPath(path)).length > 0)
}

/** It and what it is in. */
function placesAround(places: ReadonlyMap<string, OpenPlace>): (key: string) => readonly OpenPlace[] {
  return (key) => {
    const found: OpenPlace[] = []
    for (let around = key; around !== ''; around = parentKey(around)) {
      const place = places.get(around)
      if (place !== undefined && (around === key || place.kind !== 'file')) found.push(place)
    }
    return found
  }
}

function byKey(open: readonly OpenPlace[]): ReadonlyMap<string, OpenPlace> {
  return new Map(open.flatMap((one) => one.paths.map((path) => [keyOfPath(path), one] as const)))
}

type Planned = Pick<HomePlan, 'inUse'>

const written = ({ inUse }: Planned): readonly FilesInUse[] => inUse.filter(({ writes }) => writes)

/** None of the choices is safe for everybody, so `--yes` does not answer it. */
export function inUseQuestions(plan: Planned, { to }: Pair): readonly Question[] {
  const used = written(plan)
  if (used.length === 0) return []
  const isDatabase = used.some(({ kind }) => kind !== 'file')
  return [
    {
      id: inUseQuestionId,
      stepId: stepIds.home,
      pageId: wizardPages.home.id,
      form: 'choice',
      title: texts.title(to.label),
      subject: { kind: 'other', what: 'programs', name: to.name },
      about: JSON.stringify(used.map(({ place, programs }) => [place, ...programs]).sort()),
      reason: texts.reason(used),
      choices: [
        { id: closedFirst, ...texts.close(to.label), meaning: 'keep', bulk: false },
        { id: 'go-on', ...texts.goOn(isDatabase), meaning: 'change', bulk: false },
        { id: 'stop', ...texts.stop, meaning: 'stop', bulk: false },
      ],
      required: true,
      secret: false,
      canLook: false,
    },
  ]
}

/** Programs that only read lose nothing: they go on with what they have. */
export function readersNotice({ inUse }: Planned, { to }: Pair): readonly PreviewBlock[] {
  const read = inUse.filter(({ writes }) => !writes)
  if (read.length === 0) return []
  return [{ kind: 'notice', pageId: wizardPages.home.id, tone: 'info', ...texts.readers(read, to.label) }]
}

export function inUseHeading(plan: Planned, { to }: Pair): Preview['pages'][number]['heading'] {
  return written(plan).length === 0 ? undefined : texts.heading(to.label)
}

/** What the person said they would close, and what was not open when they were asked. */
export function changesOfUse(agreed: Planned, now: Planned, answers: Answers): readonly string[] {
  const isPromised = answers[inUseQuestionId] === closedFirst
  const asked = new Set(isPromised ? [] : written(agreed).flatMap(({ programs }) => programs))
  const isAsked = ({ programs }: FilesInUse): boolean => programs.every((program) => asked.has(program))
  const open = written(now).filter((one) => !isAsked(one))
  return open.length === 0 ? [] : [texts.isOpenNow(open)]
}
