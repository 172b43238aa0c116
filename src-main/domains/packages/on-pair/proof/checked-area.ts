/** What a full check says of one way in which programs come: what differs, and whether anybody decided that it may. */
import type { LastSwitch } from '../../../../commons/capability/app-capability.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import type { DifferingItem, VerifiedArea } from '../../../../contract/verify-calls.ts'

interface Checked extends Partial<Pick<VerifiedArea, 'leftOut' | 'notes'>> {
  readonly title: string
  readonly compared: number
  readonly differing?: readonly DifferingItem[]
  /** Left so by a rule. */
  readonly ruled?: readonly DifferingItem[]
  /** Asked about at each switch, so that what differs is open until somebody chose it. */
  readonly undecided?: readonly DifferingItem[]
  readonly notCompared?: readonly DifferingItem[]
}

/** `last`: whose proof names what was chosen, and what is open. */
export function checkedArea(checked: Checked, last: LastSwitch | undefined): VerifiedArea {
  const { title, compared, differing = [], ruled = [], undecided = [], notCompared = [] } = checked
  const namedBy = (of: 'chosen' | 'open') =>
    new Set([stepIds.packages, stepIds.localUnits].flatMap((id) => [...(last?.[of](id) ?? [])]))
  const [chosen, open] = [namedBy('chosen'), namedBy('open')]
  const isChosen = ({ path }: DifferingItem) => chosen.has(path)
  const isOpen = (one: DifferingItem) => open.has(one.path) && !isChosen(one)
  const list = (items: readonly DifferingItem[]) => ({ count: items.length, items: [...items] })
  return {
    ...{ title, compared, bytesRead: 0 },
    differs: list(differing.filter((one) => !isChosen(one) && !isOpen(one))),
    asChosen: list([...ruled, ...[...differing, ...undecided].filter(isChosen)]),
    notCompared: list([...differing.filter(isOpen), ...notCompared, ...undecided.filter((one) => !isChosen(one))]),
    leftOut: [...(checked.leftOut ?? [])],
    notes: [...(checked.notes ?? [])],
  }
}

/** Of what one laptop alone has. */
export function onlyOn(label: string, paths: readonly string[]): DifferingItem[] {
  return paths.map((path) => ({ path, differsIn: ['missing'], onlyOn: label }))
}
