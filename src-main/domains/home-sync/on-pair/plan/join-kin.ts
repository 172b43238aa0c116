/**
 * Files that are of one thing by their names alone (file-sets/kin.ts), of which both laptops changed some, and what one of them renamed
 * of a mail: they are decided as one.
 */
import { groupBy } from '../../../../kernel/group-by.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { groupKin, kinWords, kinWordsAround, mailOf } from '../../file-sets/kin.ts'
import type { InventoryChange } from '../../inventory/change.ts'
import { readChanges, type Scanned } from '../compare/read-entries.ts'
import { take, type Collected } from './collect-units.ts'
import { addToFingerprint, fingerprintText } from './fingerprint.ts'
import { addEffects, addTally, addVersion, sizeOf } from './tally.ts'
import { isOpen, newUnit, type Unit } from './unit.ts'
import type { Units } from './units.ts'

/** Whether the target changed something of what a file may be of: a file by itself, and in no larger unit. */
export async function mayHaveKin(
  to: Scanned,
  { keyOf, spreadOf }: Pick<Units, 'keyOf' | 'spreadOf'>,
  options: CallOptions,
): Promise<(key: string) => boolean> {
  const words = new Set<string>()
  for await (const { key, shared } of readChanges(to, options)) {
    if (!isFolder(shared) && keyOf(key) === key && spreadOf(key) === undefined)
      for (const word of kinWordsAround(key)) words.add(word)
  }
  return (key) => kinWordsAround(key).some((word) => words.has(word))
}

function isFolder(shared: InventoryChange['shared']): boolean {
  return shared.startsWith('d ')
}

/** Once it is known what differs. What was held back and has no such kin is taken. */
export function joinKin({ units, held, taken }: Collected): readonly Unit[] {
  const files = [...units, ...held].filter(({ isFile, isAlwaysTaken }) => isFile && !isAlwaysTaken)
  const groups = groupKin(files, ({ key }) => kinWords(key))
  const torn = groups.filter(ofBoth)
  const renamed = groups.filter(isMailOfOne)
  const joined = [torn, renamed].flatMap(joinGroups)
  const isJoined = new Set([...torn, ...renamed].flat())
  for (const unit of held) if (!isJoined.has(unit)) take(taken, unit)
  const others = units.filter((unit) => !isJoined.has(unit))
  return [...others, ...joined].sort((one, other) => (one.key < other.key ? -1 : 1))
}

/** Of the mails of a folder it is asked once. */
function joinGroups(groups: readonly (readonly Unit[])[]): readonly Unit[] {
  const together = groupBy(groups, ([first]) => folderOfMail(first) ?? first?.key ?? '')
  return [...together].map(([, some]) => joinUnits(some.flat()))
}

function folderOfMail(unit: Unit | undefined): string | undefined {
  return unit === undefined ? undefined : mailOf(unit.key)?.folder
}

function ofBoth(kin: readonly Unit[]): boolean {
  return kin.length > 1 && kin.some(isOpen) && kin.some(({ from }) => sizeOf(from) > 0)
}

/** The target alone gave it another name: with one of the two kept, it would be there twice or not at all. */
function isMailOfOne(kin: readonly Unit[]): boolean {
  return kin.length > 1 && kin.some(isOpen) && folderOfMail(kin[0]) !== undefined && !ofBoth(kin)
}

function joinUnits(kin: readonly Unit[]): Unit {
  const members = [...kin].sort((one, other) => (one.key < other.key ? -1 : 1))
  const keys = members.map(({ key }) => key)
  const [first = ''] = keys
  const unit = newUnit(first, false, keys)
  for (const one of members) {
    addTally(unit.from, one.from)
    addTally(unit.to, one.to)
    addVersion(unit.versions.from, one.versions.from)
    addVersion(unit.versions.to, one.versions.to)
    addEffects(unit.effects, one.effects)
    unit.vanished.push(...one.vanished)
    unit.onlyThere.push(...one.onlyThere)
    unit.both.push(...one.both)
    unit.unread += one.unread
    addToFingerprint(unit.fingerprint, fingerprintText(one.fingerprint))
    addToFingerprint(unit.fingerprintThere, fingerprintText(one.fingerprintThere))
  }
  return { ...unit, kin: mailOf(first) === undefined ? 'alike' : 'mail' }
}
