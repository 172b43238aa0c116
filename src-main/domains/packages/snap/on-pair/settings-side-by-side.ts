/** What is set for the snaps of both laptops as one list. Pure. */
import type { ComparedOther } from '../../../../contract/packages-others.ts'
import { settingsSideBySide } from '../../on-pair/programs/settings-side-by-side.ts'
import type { SnapCapture } from '../model.ts'
import { listedSnaps } from './listed.ts'

/** Of one snap, which tells nothing where one laptop alone has it. */
const ofOneSnap = ['snap-channel', 'snap-hold', 'snap-disabled'] as const
const others = ['snap-connection', 'snap-alias'] as const

/** Nothing where one of the two snapd does not answer. */
export function compareSnapSettings(here: SnapCapture, there: SnapCapture): ComparedOther[] {
  const [one, other] = [listedSnaps(here).settings, listedSnaps(there).settings]
  const [these, those] = [here, there].map(({ snaps }) => new Set(snaps.map(({ name }) => name)))
  const isOnBoth = ({ name }: ComparedOther) => these?.has(name) === true && those?.has(name) === true
  const list = (topic: (typeof ofOneSnap | typeof others)[number]) => {
    const [values, otherValues] = [one[topic], other[topic]]
    return values === undefined || otherValues === undefined ? [] : settingsSideBySide(topic, values, otherValues)
  }
  return [...ofOneSnap.flatMap((topic) => list(topic).filter(isOnBoth)), ...others.flatMap(list)]
}
