/**
 * Files that are of one thing by their names alone (file-sets/kin.ts) and came up after the plan, so that nobody was asked: beside one that
 * stays as it is, another one of the source would make half of each.
 */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { groupKin, hasExtension, kinWords, mailOf } from '../../file-sets/kin.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import type { Differing } from '../compare/compare-homes.ts'
import type { Units } from '../plan/units.ts'

export interface KinOfRun {
  readonly of: Pick<Units, 'keyOf' | 'spreadOf'>
  /** It was decided that it comes. */
  readonly isTaken: (key: string) => boolean
}

interface Staying {
  readonly differing: readonly Differing[]
  /** Among what stays: the target wrote it, and its kin does not come, whatever was decided. */
  readonly own: readonly BytePath[]
  readonly staying: readonly BytePath[]
}

export function tornKin(kin: KinOfRun | undefined, { differing, staying, own }: Staying): readonly BytePath[] {
  if (kin === undefined || staying.length === 0) return []
  const { of, isTaken } = kin
  const isByItself = (key: string): boolean => of.keyOf(key) === key && of.spreadOf(key) === undefined
  const isStaying = new Set(staying.map(keyOfPath))
  const isOwn = new Set(own.map(keyOfPath))
  // What stays may be a folder: it is told by its name that it is a file.
  const named = [...isStaying].filter((key) => isByItself(key) && (hasExtension(key) || mailOf(key) !== undefined))
  const isFile = ({ from, to }: Differing): boolean => [from, to].some((side) => side?.startsWith('f ') === true)
  const open = differing
    .filter((one) => one.kind === 'differs' && isFile(one) && !isStaying.has(one.key))
    .map(({ key }) => key)
    .filter(isByItself)
  return groupKin([...named, ...open], kinWords)
    .filter((group) => group.some((key) => isStaying.has(key)))
    .flatMap((group) => {
      const isAsked = !group.some((key) => isOwn.has(key))
      return group.filter((key) => !isStaying.has(key) && !(isAsked && isTaken(key))).map(pathOfKey)
    })
}
