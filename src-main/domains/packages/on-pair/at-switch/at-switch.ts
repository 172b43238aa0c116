/**
 * What a switch would do with each thing that the page of programs lists: read of what its plan shows and asks, so that the page cannot
 * say anything else than the switch.
 */
import { isSourceKey } from '../../../../contract/packages-key.ts'
import type { AtSwitchLine } from '../../../../contract/packages-calls.ts'
import type { Change, Preview, Question } from '../../../../contract/preview.ts'
import { assertNever } from '../../../../kernel/assert-never.ts'
import type { Logger } from '../../../../kernel/logger.ts'
import { rehearsalMachine } from '../../../../machine/rehearsal-machine.ts'
import type { AnyStep, Pair } from '../../../../switch/step.ts'
import * as texts from './texts.ts'

type Line = Omit<AtSwitchLine, 'taken'>

/** As a switch that goes this way would plan it now. `steps`: those that are about packages. */
export async function planAtSwitch(
  taken: AtSwitchLine['taken'],
  { from, to }: Pair,
  steps: readonly AnyStep[],
  logger: Logger,
): Promise<{ readonly lines: readonly AtSwitchLine[]; readonly isTurnedOff: boolean }> {
  const pair = { from: rehearsalMachine(from), to: rehearsalMachine(to) }
  const context = { planId: 'packages-page', signal: new AbortController().signal, logger }
  const previews = await Promise.all(steps.map(async (step) => (await step.prepare(pair, context)).preview(pair)))
  return {
    lines: previews.flatMap(atSwitch).map((line) => ({ ...line, taken })),
    isTurnedOff: previews.every(({ turnedOff }) => turnedOff === true),
  }
}

/** What stands in a list of the plan is not said once more of a question that it waits for. */
export function atSwitch({ blocks, questions }: Pick<Preview, 'blocks' | 'questions'>): readonly Line[] {
  const shown = [...blocks.flatMap(linesOfBlock), ...questions.flatMap(linesAsked)]
  const known = new Set(shown.map(({ listedAs }) => listedAs))
  return [...shown, ...questions.flatMap(linesBrought).filter(({ listedAs }) => !known.has(listedAs))]
}

function linesOfBlock(block: Preview['blocks'][number]): readonly Line[] {
  switch (block.kind) {
    case 'changes':
      return block.changes.flatMap(lineOfChange)
    case 'notice': {
      const { listedAs = [], text = '' } = block.ofEach ?? {}
      return listedAs.map((key) => ({ listedAs: key, does: 'leaves', text: texts.sentence(text) }))
    }
    case 'checks':
      return []
    default:
      return assertNever(block)
  }
}

function lineOfChange({ listedAs, effect, kind, detail, isSet }: Change): readonly Line[] {
  if (listedAs === undefined) return []
  const isLeft = effect === 'cannot' || (effect === 'keep' && isSet !== true)
  const does = isLeft ? 'leaves' : 'changes'
  return [{ listedAs, does, text: texts.effects[effect](detail, { kind, isSource: isSourceKey(listedAs) }) }]
}

function linesAsked({ listedAs, choices }: Question): readonly Line[] {
  if (listedAs === undefined) return []
  const isRemoval = choices.some(({ meaning }) => meaning === 'remove')
  const labels = choices.filter(({ rule }) => rule === undefined).map(({ label }) => label)
  return [{ listedAs, does: 'asks', text: isRemoval ? texts.askedToRemove : texts.asked(labels) }]
}

/** What only happens with what is asked about something else. */
function linesBrought({ listedAs, title, choices }: Question): readonly Line[] {
  return choices.flatMap(({ label, brings }) =>
    (brings?.changes ?? []).flatMap((one): readonly Line[] =>
      one.listedAs === undefined || one.listedAs === listedAs
        ? []
        : [{ listedAs: one.listedAs, does: 'asks', text: texts.brought(one.effect, label, title) }],
    ),
  )
}
