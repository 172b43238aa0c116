import { holdAbsent, markPackages, unholdAbsent } from '../../../tools/apt/apt-mark.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { AnswerContext } from '../../../machine/machine.ts'
import { keyOf, nameToApt, type Capture, type PackageMark } from '../model.ts'

/**
 * Those that were not set before. "manual" first: after an interruption a package marked "auto" could be taken for unneeded. What apt
 * there does not know can't be kept out by it: that is seen by whoever looks next.
 */
export async function applyMarks(
  marks: readonly PackageMark[],
  now: Capture,
  { signal }: Pick<AnswerContext, 'signal'>,
): Promise<readonly PackageMark[]> {
  const isUnset = unsetOn(now)
  const open = marks.filter(isUnset)
  const namesOf = (kind: PackageMark['mark']) => open.filter(({ mark }) => mark === kind).map(keyOf)
  for (const kind of ['manual', 'hold'] as const) await markPackages(kind, namesOf(kind), { signal })
  await markPackages('auto', [...namesOf('auto'), ...namesOf('not-manual')], { signal })
  const refused = new Set<string>()
  for (const name of namesOf('keep-out')) {
    const { isDone } = await holdAbsent(name, { signal })
    if (!isDone) refused.add(name)
  }
  return open.filter((one) => one.mark !== 'keep-out' || !refused.has(keyOf(one)))
}

/** What apt is to take as off hold already when it installs. Tells those that were on hold. */
export async function unhold(
  marks: readonly PackageMark[],
  now: Capture,
  { signal }: Pick<AnswerContext, 'signal'>,
): Promise<readonly PackageMark[]> {
  const open = marks.filter(({ mark }) => mark === 'unhold').filter(unsetOn(now))
  const there = new Set(now.packages.map(keyOf))
  const installed = open.filter((one) => there.has(keyOf(one)))
  const absent = open.filter((one) => !there.has(keyOf(one)))
  await markPackages('unhold', installed.map(keyOf), { signal })
  await unholdAbsent(
    absent.map((one) => nameToApt(one, now.nativeArch)),
    { signal },
  )
  return open
}

/** Of a package that is not there nothing can be set but that it is to be kept out, and of one that is there not that. */
function unsetOn({ packages, heldAbsent }: Capture): (mark: PackageMark) => boolean {
  const there = new Map(packages.map((one) => [keyOf(one), one]))
  const keptOut = new Set(heldAbsent.map(keyOf))
  return (wanted) => {
    const one = there.get(keyOf(wanted))
    switch (wanted.mark) {
      case 'manual':
        return one?.auto === true
      case 'auto':
      case 'not-manual':
        return one?.auto === false
      case 'hold':
        return one?.hold === false
      case 'keep-out':
        return one === undefined && !keptOut.has(keyOf(wanted))
      case 'unhold':
        return one?.hold ?? keptOut.has(keyOf(wanted))
      default:
        return assertNever(wanted.mark)
    }
  }
}
