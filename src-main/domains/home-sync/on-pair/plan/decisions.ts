/** Turns units that the receiver changed, or both, into decisions of the person: about 200 at most. */
import type { DecidedSetKind } from '../../../../commons/file-sets/what-makes-one.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { isAtOrBelow, keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { exclusionOf } from '../exclusions/path-change.ts'
import { take, type TakenUnasked } from './collect-units.ts'
import { fingerprintOf, fingerprintText } from './fingerprint.ts'
import { idOf, marks, type DecisionMark } from './folder-decisions.ts'
import type { HomeDecision } from './plan.ts'
import { shownPath } from './shown-path.ts'
import { addEffects, addTally, addVersion, newEffects, newTally, newVersion, sizeOf } from './tally.ts'
import { isOpen, withKept, type Topmost, type Unit } from './unit.ts'
import { topFolder, type Units } from './units.ts'
import { newerOf, newerOfAll, plainOfAll } from './newer-version.ts'

import * as texts from '../texts.ts'

export const questionsAtMost = 200
/** The first time one answer is usual for all: files are asked about by folder, and folders too when they are many. */
const firstQuestionsAtMost = 20

interface OpenDecision {
  readonly key: string
  readonly kind: HomeDecision['kind']
  readonly keys: readonly string[]
  readonly unit: Unit
  /** Beside another decision about the same unit. */
  readonly isExtra: boolean
}

export interface DecidingHome {
  readonly isFirstTime: boolean
  readonly mayHaveBeenEqual: boolean
  readonly personFolder: BytePath
  readonly isRepository: (path: BytePath) => boolean
  /** Of both laptops. */
  readonly gitFolders: readonly BytePath[]
  readonly of: Pick<Units, 'wholeOf' | 'setOf'>
}

/** `taken` gets what turned out to need no decision. */
export function decisionsOf(units: readonly Unit[], taken: TakenUnasked, deciding: DecidingHome): HomeDecision[] {
  const open = units.flatMap((unit) => {
    if (isOpen(unit))
      return deciding.isFirstTime ? firstDecisions(withKept(unit), deciding) : [laterDecision(withKept(unit))]
    take(taken, unit)
    return []
  })
  const isWhole = (one: OpenDecision): boolean => isRepository(one, deciding)
  const plain = open.filter((one) => !isWhole(one))
  const first = plain.filter(({ kind }) => kind === 'first')
  const rest = plain.filter(({ kind }) => kind !== 'first')
  return [
    ...fewer(open.filter(isWhole), deciding, questionsAtMost),
    ...fewer(first.filter(isWholeFolder), deciding, firstQuestionsAtMost),
    ...byFolder(
      first.filter((one) => !isWholeFolder(one)),
      deciding,
    ),
    ...fewer(rest, deciding, questionsAtMost),
  ]
}

function isRepository({ key, isExtra }: OpenDecision, deciding: DecidingHome): boolean {
  return deciding.isRepository(pathOfKey(key)) && !isExtra
}

/** The folder of an application, and not a file by itself. */
function isWholeFolder({ key, unit }: OpenDecision): boolean {
  return unit.both.some((one) => one !== key)
}

/** One decision for each unit if there are few, else one for each top folder, else one for each person. */
function fewer(open: readonly OpenDecision[], deciding: DecidingHome, atMost: number): HomeDecision[] {
  return open.length <= atMost ? open.map((decision) => alone(decision, deciding)) : byFolder(open, deciding)
}

function byFolder(open: readonly OpenDecision[], deciding: DecidingHome): HomeDecision[] {
  const decisions = grouped(open, deciding, 2)
  return decisions.length <= questionsAtMost ? decisions : grouped(open, deciding, 1)
}

function laterDecision(unit: Unit): OpenDecision {
  const kind = sizeOf(unit.from) > 0 ? 'both' : 'only-there'
  return { key: unit.key, kind, keys: unit.members, unit, isExtra: false }
}

/**
 * What both have and what only the other one has are two things: mostly the first is taken by default, the second stays. But
 * files of both mixed would be a database of neither: what would be worse in halves goes with the first.
 */
function firstDecisions(unit: Unit, deciding: DecidingHome): readonly OpenDecision[] {
  const { wholeOf } = deciding.of
  const isRepository = deciding.isRepository(pathOfKey(unit.key))
  const ofBoth = new Set(unit.both.map((key) => wholeOf(key)?.[0]))
  const isOfBoth = (key: string): boolean => {
    if (isRepository) return isInGitFolder(unit, key)
    const [first] = wholeOf(key) ?? []
    return first !== undefined && ofBoth.has(first)
  }
  const extras = unit.onlyThere.filter(({ key }) => unit.both.length === 0 || !isOfBoth(key))
  const differ: OpenDecision = {
    key: unit.key,
    kind: 'first',
    keys: unit.members,
    unit: withoutExtras(unit, extras),
    isExtra: false,
  }
  const only: OpenDecision = {
    key: unit.key,
    kind: 'only-there',
    keys: extras.map(({ key }) => key),
    unit: extrasOf(unit, extras),
    isExtra: unit.both.length > 0,
  }
  return [...(unit.both.length > 0 ? [differ] : []), ...(extras.length > 0 ? [only] : [])]
}

function isInGitFolder({ members }: Unit, key: string): boolean {
  return members.some((member) => isAtOrBelow(key, `${member}\u0001.git`))
}

function withoutExtras(unit: Unit, extras: readonly Topmost[]): Unit {
  const { items, bytes } = sumOf(extras)
  const { to, effects } = unit
  return {
    ...unit,
    to: { ...to, added: to.added - items },
    effects: { ...effects, remove: effects.remove - items, bytesGone: effects.bytesGone - bytes },
  }
}

function extrasOf(unit: Unit, extras: readonly Topmost[]): Unit {
  const { items, bytes } = sumOf(extras)
  const effects = { ...newEffects(), remove: items, bytesGone: bytes }
  return { ...unit, from: newTally(), to: { ...unit.to, added: items, changed: 0, deleted: 0 }, effects }
}

function sumOf(topmost: readonly Topmost[]): { readonly items: number; readonly bytes: number } {
  return {
    items: topmost.reduce((sum, one) => sum + one.items, 0),
    bytes: topmost.reduce((sum, one) => sum + one.bytes, 0),
  }
}

/** Neighbours that are asked about in the same way become one question. */
function grouped(open: readonly OpenDecision[], deciding: DecidingHome, depth: number): HomeDecision[] {
  const groups = new Map<string, [OpenDecision, ...OpenDecision[]]>()
  for (const decision of open) {
    const name = `${decision.kind} ${topFolder(decision.key, depth)}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [decision])
    else group.push(decision)
  }
  return [...groups.values()].flatMap((members) => {
    const together = (some: readonly OpenDecision[], mark: DecisionMark): HomeDecision[] => {
      const [first] = some
      if (first === undefined) return []
      return [some.length === 1 ? alone(first, deciding) : closed(some, topFolder(first.key, depth), mark, deciding)]
    }
    const mark = markOf(members[0], deciding)
    const dated = members.filter((one) => newerOf(one) !== undefined)
    if (dated.length < 2) return together(members, mark)
    const undated = members.filter((one) => newerOf(one) === undefined)
    return [...together(dated, mark), ...together(undated, marks.undated)]
  })
}

function alone(decision: OpenDecision, deciding: DecidingHome): HomeDecision {
  return closed([decision], decision.key, decision.isExtra ? marks.only : '', deciding)
}

function closed(
  members: readonly OpenDecision[],
  key: string,
  mark: DecisionMark,
  deciding: DecidingHome,
): HomeDecision {
  const { personFolder } = deciding
  const from = newTally()
  const to = newTally()
  const versions = { from: newVersion(), to: newVersion() }
  const effects = newEffects()
  const unread = members.reduce((sum, { unit }) => sum + unit.unread, 0)
  for (const { unit } of members) {
    addTally(from, unit.from)
    addTally(to, unit.to)
    addVersion(versions.from, unit.versions.from)
    addVersion(versions.to, unit.versions.to)
    addEffects(effects, unit.effects)
  }
  const subject = shownPath(pathOfKey(key), personFolder)
  const place = textFromBytePath(subject)
  const paths = members.flatMap(({ keys }) => keys.map(pathOfKey))
  const kind = members[0]?.kind ?? 'both'
  // Times do not tell whose work is newer: what was unpacked, or copied with its times, looks old.
  const isUnclear = kind === 'first' && deciding.mayHaveBeenEqual
  const set = members.length === 1 ? setDecided(members[0], deciding) : undefined
  return {
    id: idOf(subject, mark),
    subject: members.length === 1 ? (set?.called ?? place) : texts.itemsIn(members.length, place),
    place,
    kind,
    ...(set === undefined ? {} : { set: set.kind }),
    ...(isUnclear ? { isUnclear } : {}),
    paths,
    ...exclusionOf(paths, personFolder),
    from,
    to,
    versions,
    effects,
    units: members.length,
    ...(unread === 0 ? {} : { unread }),
    ...newerOfAll(members),
    ...plainOfAll(members),
    about: fingerprintOf(members.map(({ key, unit }) => `${key} ${fingerprintText(unit.fingerprint)}`)),
    aboutThere: fingerprintOf(members.map(({ key, unit }) => `${key} ${fingerprintText(unit.fingerprintThere)}`)),
    gitFolders: gitFoldersOf(members, deciding),
  }
}

function setDecided(
  member: OpenDecision | undefined,
  { of }: DecidingHome,
): { readonly kind: DecidedSetKind; readonly called?: string | undefined } | undefined {
  if (member === undefined) return undefined
  if (member.unit.kin !== undefined) return { kind: member.unit.kin }
  const set = of.setOf(member.key)
  if (set?.keys[0] !== member.key) return undefined
  return { kind: set.kind, called: set.name === undefined ? undefined : texts.guestNamed(set.name) }
}

function gitFoldersOf(members: readonly OpenDecision[], { gitFolders }: DecidingHome): string[] {
  const isDecided = createCover(members.filter(({ isExtra }) => !isExtra).map(({ key }) => pathOfKey(key)))
  return gitFolders.filter((folder) => isDecided(keyOfPath(folder)))
}

function markOf(one: OpenDecision, deciding: DecidingHome): DecisionMark {
  const isOnly = one.kind === 'only-there'
  if (isRepository(one, deciding)) return isOnly ? marks.onlyRepositories : marks.repositories
  if (one.kind === 'first' && isWholeFolder(one)) return marks.foldersOfBoth
  return isOnly ? marks.only : marks.both
}
