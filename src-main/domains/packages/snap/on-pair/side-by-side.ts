/** The snaps of two captures as one list, as packages are compared. */
import type { ComparedPackage, PackageDifference } from '../../../../contract/packages-calls.ts'
import { neededByOn } from '../../on-pair/side-by-side.ts'
import { type Snap, type SnapCapture, shownVersion } from '../model.ts'
import * as texts from './texts.ts'

/** Nothing where one of the two snapd does not answer. */
export function compareSnapApps(here: SnapCapture, there: SnapCapture): ComparedPackage[] {
  if ([here, there].some(({ snapd }) => snapd === 'silent')) return []
  const [neededHere, neededThere] = [neededByApps(here), neededByApps(there)]
  const names = new Set([...here.snaps, ...there.snaps].map(({ name }) => name))
  return [...names].flatMap((name) => {
    const [one, other] = [find(here, name), find(there, name)]
    const known = one ?? other
    if (known === undefined) return []
    return [
      {
        ...{ manager: 'snap' as const, name, architecture: one === undefined ? there.architecture : here.architecture },
        ...{ summary: known.title, installedBytes: known.installedBytes },
        difference: differenceOf(one, other),
        ...(one === undefined ? {} : { here: shown(one) }),
        ...(other === undefined ? {} : { there: shown(other) }),
        ...(known.kind === 'machine' ? { apart: 'hardware' as const } : {}),
        neededBy: (one === undefined ? neededThere : neededHere)(name),
      },
    ]
  })
}

/** Of its base, and of what runs it. */
function neededByApps({ snaps }: SnapCapture): (name: string) => ComparedPackage['neededBy'] {
  return neededByOn(snaps.map(({ name, base }) => ({ name, needs: base === undefined ? [] : [base, 'snapd'] })))
}

function find({ snaps }: SnapCapture, name: string): Snap | undefined {
  return snaps.find((one) => one.name === name)
}

function shown(one: Snap): NonNullable<ComparedPackage['here']> {
  return { version: shownVersion(one), auto: one.kind !== 'app', held: one.isHeld, origin: texts.origin(one) }
}

/** Of one channel the higher revision is the newer one; of a file they have no order ("x2"). */
function differenceOf(one: Snap | undefined, other: Snap | undefined): PackageDifference {
  if (one === undefined || other === undefined) return one === undefined ? 'only-there' : 'only-here'
  if (one.revision === other.revision) return 'same'
  return Number(one.revision) > Number(other.revision) ? 'newer-here' : 'older-here'
}
