import { describeAction, keyOf, type UnitChange } from '../../model.ts'
import { describeSource } from '../sources/source-parts.ts'
import { unitKey } from '../compare-units.ts'
import { unitQuestionId, type PackagesPlan, type PlannedFiles, type PlannedSource } from '../packages-plan.ts'
import * as fileTexts from '../files/texts.ts'
import * as sourceTexts from '../sources/texts.ts'
import * as texts from './texts.ts'

/** What changed since the person answered, a sentence each. */
export function describeChanges(agreed: PackagesPlan, now: PackagesPlan): readonly string[] {
  return [
    ...onlyIn(now.actions, agreed.actions, describeAction).map(texts.changed.nowAlso),
    ...onlyIn(agreed.actions, now.actions, describeAction).map(texts.changed.noLonger),
    ...onlyIn(now.removals, agreed.removals, removalKey).map(({ asked }) => texts.changed.newQuestion(asked.name)),
    ...onlyIn(agreed.removals, now.removals, removalKey).map(({ asked }) => texts.changed.goneQuestion(asked.name)),
    ...sourceChanges(agreed.sources, now.sources),
    ...fileChanges(agreed.files, now.files),
    ...onlyIn(now.rejected, agreed.rejected, keyOf).map(({ name }) => texts.changed.notInstallable(name)),
    ...unitChanges(agreed.units, now.units),
  ]
}

export function unitChanges(agreed: readonly UnitChange[], now: readonly UnitChange[]): readonly string[] {
  const keyOfChange = (one: UnitChange) => unitQuestionId(one) + one.change
  return [
    ...onlyIn(now, agreed, keyOfChange).map((one) => texts.changed.unitDiffers(unitKey(one))),
    ...onlyIn(agreed, now, keyOfChange).map((one) => texts.changed.unitSame(unitKey(one))),
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

function fileChanges(agreed: PackagesPlan['files'], now: PackagesPlan['files']): readonly string[] {
  const idOf = ({ asked }: PlannedFiles) => keyOf(asked)
  const other = onlyIn(now, agreed, fileKey).filter((one) => agreed.some((before) => idOf(before) === idOf(one)))
  return [
    ...onlyIn(now, agreed, idOf).map(({ asked }) => fileTexts.changed.newQuestion(asked.name)),
    ...onlyIn(agreed, now, idOf).map(({ asked }) => fileTexts.changed.goneQuestion(asked.name)),
    ...other.map(({ asked }) => fileTexts.changed.otherFile(asked.name)),
  ]
}

function fileKey({ asked, files, actions }: PlannedFiles): string {
  return [keyOf(asked), ...files.map(({ sha256 }) => sha256), ...actions.map(describeAction).sort()].join('\n')
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
