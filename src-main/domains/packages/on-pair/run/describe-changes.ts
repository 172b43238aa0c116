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
    ...newAndGone(agreed.actions, now.actions, describeAction, [texts.changed.nowAlso, texts.changed.noLonger]),
    ...newAndGone(agreed.removals, now.removals, removalKey, [
      ({ asked }) => texts.changed.newQuestion(asked.name),
      ({ asked }) => texts.changed.goneQuestion(asked.name),
    ]),
    ...sourceChanges(agreed.sources, now.sources),
    ...fileChanges(agreed.files, now.files),
    ...onlyIn(now.rejected, agreed.rejected, keyOf).map(({ name }) => texts.changed.notInstallable(name)),
    ...unitChanges(agreed.units, now.units),
  ]
}

export function unitChanges(agreed: readonly UnitChange[], now: readonly UnitChange[]): readonly string[] {
  const keyOfChange = (one: UnitChange) => unitQuestionId(one) + one.change
  return newAndGone(agreed, now, keyOfChange, [
    (one) => texts.changed.unitDiffers(unitKey(one)),
    (one) => texts.changed.unitSame(unitKey(one)),
  ])
}

function sourceChanges(agreed: PackagesPlan['sources'], now: PackagesPlan['sources']): readonly string[] {
  const idOf = ({ source }: PlannedSource) => source.id
  const other = onlyIn(now, agreed, sourceKey).filter((one) => agreed.some((before) => idOf(before) === idOf(one)))
  return [
    ...newAndGone(agreed, now, idOf, [
      (one) => sourceTexts.changed.newQuestion(idOf(one)),
      (one) => sourceTexts.changed.goneQuestion(idOf(one)),
    ]),
    ...other.map((one) => sourceTexts.changed.bringsOther(idOf(one))),
  ]
}

function fileChanges(agreed: PackagesPlan['files'], now: PackagesPlan['files']): readonly string[] {
  const idOf = ({ asked }: PlannedFiles) => keyOf(asked)
  const other = onlyIn(now, agreed, fileKey).filter((one) => agreed.some((before) => idOf(before) === idOf(one)))
  return [
    ...newAndGone(agreed, now, idOf, [
      ({ asked }) => fileTexts.changed.newQuestion(asked.name),
      ({ asked }) => fileTexts.changed.goneQuestion(asked.name),
    ]),
    ...other.map(({ asked }) => fileTexts.changed.otherFile(asked.name)),
  ]
}

function fileKey({ asked, files, actions }: PlannedFiles): string {
  return [keyOf(asked), ...files.map(({ sha256 }) => sha256), ...actions.map(describeAction).sort()].join('\n')
}

function sourceKey({ source, actions }: PlannedSource): string {
  return [source.id, describeSource(source), ...actions.map(describeAction).sort()].join('\n')
}

type Tell<T> = (one: T) => string

/** What is new of them, and what is gone, a sentence each. `key`: the same for what is no news. */
export function newAndGone<T>(
  agreed: readonly T[],
  now: readonly T[],
  key: Tell<T>,
  [tellNew, tellGone]: readonly [Tell<T>, Tell<T>?],
): readonly string[] {
  return [...onlyIn(now, agreed, key).map(tellNew), ...(tellGone ? onlyIn(agreed, now, key).map(tellGone) : [])]
}

function onlyIn<T>(these: readonly T[], those: readonly T[], key: (one: T) => string): readonly T[] {
  const known = new Set(those.map(key))
  return these.filter((one) => !known.has(key(one)))
}

function removalKey({ asked, actions }: PackagesPlan['removals'][number]): string {
  return [keyOf(asked), ...actions.map(describeAction).sort()].join('\n')
}
