/** How packages are marked, and which of it was taken away on one laptop since both had it. Pure. */
import { commonRecords, type LastEqual } from '../../commons/last-equal/last-equal.ts'
import { keyOf, type Capture, type PackageMark, type PackageRef } from './model.ts'

const marked = ['hold', 'manual', 'keep-out'] as const
type Marked = (typeof marked)[number]

export function isSetByHand(mark: PackageMark['mark']): mark is Marked {
  return marked.some((one) => one === mark)
}

/** By key, for those that somebody marked: "hold manual". */
export function wordsOfMarks({
  packages,
  heldAbsent,
}: Pick<Capture, 'packages' | 'heldAbsent'>): LastEqual['fingerprints'] {
  const words: [string, string][] = packages.flatMap((one) => {
    const its: Marked[] = [...(one.hold ? ['hold' as const] : []), ...(one.auto ? [] : ['manual' as const])]
    return its.length === 0 ? [] : [[keyOf(one), its.join(' ')]]
  })
  return Object.fromEntries([...words, ...heldAbsent.map((one): [string, string] => [keyOf(one), 'keep-out'])])
}

/** What `to` still has of the marks that both had, and `from` took away. */
export function takenAway(from: Capture, to: Capture): readonly PackageMark[] {
  const [here, there] = commonRecords(from.lastMarks, to.lastMarks)
  const hadBoth = (one: PackageRef, mark: Marked) =>
    [here, there].every((record) => record[keyOf(one)]?.split(' ').includes(mark) === true)
  const onFrom = new Map(from.packages.map((one) => [keyOf(one), one]))
  const keptOut = new Set(from.heldAbsent.map(keyOf))
  const ofInstalled = to.packages.flatMap((one): PackageMark[] => {
    const other = onFrom.get(keyOf(one))
    if (other === undefined) return []
    const ref = { name: one.name, arch: one.arch }
    return [
      ...(one.hold && !other.hold && hadBoth(one, 'hold') ? [{ ...ref, mark: 'unhold' as const }] : []),
      ...(!one.auto && other.auto && hadBoth(one, 'manual') ? [{ ...ref, mark: 'not-manual' as const }] : []),
    ]
  })
  const ofAbsent = to.heldAbsent.filter((one) => !keptOut.has(keyOf(one)) && hadBoth(one, 'keep-out'))
  return [...ofInstalled, ...ofAbsent.map(({ name, arch }): PackageMark => ({ name, arch, mark: 'unhold' }))]
}

/** Of the marks of `to`, those that stay. */
export function withoutTakenAway(marks: readonly PackageMark[], gone: readonly PackageMark[]): readonly PackageMark[] {
  const going = new Set(gone.map((one) => `${keyOf(one)} ${one.mark}`))
  return marks.filter((one) => !going.has(`${keyOf(one)} ${one.mark === 'manual' ? 'not-manual' : 'unhold'}`))
}
