import { describeAction, keyOf } from '../model.ts'
import { describeSource } from './sources/compare-sources.ts'
import { unitKey } from './compare-units.ts'
import { keysAsked, unitQuestionId, type PackagesPlan, type PlannedSource } from './packages-plan.ts'
import * as sourceTexts from './sources/texts.ts'
import * as texts from './texts.ts'

/** What changed since the person answered, a sentence each. */
export function describeChanges(agreed: PackagesPlan, now: PackagesPlan): readonly string[] {
  return [
    ...onlyIn(now.actions, agreed.actions, describeAction).map(texts.changed.nowAlso),
    ...onlyIn(agreed.actions, now.actions, describeAction).map(texts.changed.noLonger),
    ...onlyIn(now.removals, agreed.removals, removalKey).map(({ asked }) => texts.changed.newQuestion(asked.name)),
    ...onlyIn(agreed.removals, now.removals, removalKey).map(({ asked }) => texts.changed.goneQuestion(asked.name)),
    ...sourceChanges(agreed.sources, now.sources),
    ...onlyIn(keysAsked(now), keysAsked(agreed), keyFacts).map(({ source }) =>
      sourceTexts.changed.newKeyQuestion(source.id),
    ),
    ...onlyIn(keysAsked(agreed), keysAsked(now), keyFacts).map(({ source }) =>
      sourceTexts.changed.goneKeyQuestion(source.id),
    ),
    ...onlyIn(now.rejected, agreed.rejected, keyOf).map(({ name }) => texts.changed.notInstallable(name)),
    ...onlyIn(now.units, agreed.units, (unit) => unitQuestionId(unit) + unit.change).map((one) =>
      texts.changed.unitDiffers(unitKey(one)),
    ),
    ...onlyIn(agreed.units, now.units, (unit) => unitQuestionId(unit) + unit.change).map((one) =>
      texts.changed.unitSame(unitKey(one)),
    ),
  ]
}

function sourceChanges(agreed: PackagesPlan['sources'], now: PackagesPlan['sources']): readonly string[] {
  const idOf = ({ source }: PlannedSource) => source.id
  const other = onlyIn(now, agreed, sourceKey).filter((one) => agreed.some((before) => idOf(before) === idOf(one)))
  return [
    ...onlyIn(now, agreed, idOf).map((one) => sourceTexts.changed.newQuestion(idOf(one))),
    ...onlyIn(agreed, now, idOf).map((one) => sourceTexts.changed.goneQuestion(idOf(one))),
    ...other.map((one) => sourceTexts.changed.bringsOther(idOf(one))),
  ]
}

function keyFacts({ source, there }: PackagesPlan['sourcesDiffering'][number]): string {
  return [source.id, describeSource(source), describeSource(there)].join('\n')
}

function sourceKey({ source, actions }: PlannedSource): string {
  return [source.id, describeSource(source), ...actions.map(describeAction).sort()].join('\n')
}

function onlyIn<T>(these: readonly T[], those: readonly T[], key: (one: T) => string): readonly T[] {
  const known = new Set(those.map(key))
  return these.filter((one) => !known.has(key(one)))
}

function removalKey({ asked, actions }: PackagesPlan['removals'][number]): string {
  return [keyOf(asked), ...actions.map(describeAction).sort()].join('\n')
}
