import type { Change, Choice } from '../../../contract/preview.ts'
import { describeAction, keyOf, type PackageAction } from '../model.ts'
import type { PackagesPlan, RemovalFacts } from './packages-plan.ts'
import { aptChange } from './preview-changes.ts'

/** Everything that apt does with it, and what it makes room for by itself. */
export function broughtBy(
  actions: readonly PackageAction[],
  plan: PackagesPlan,
  facts: RemovalFacts | undefined,
): NonNullable<Choice['brings']> {
  const removed = new Set(actions.filter(({ act }) => act === 'remove').map(keyOf))
  const freed = plan.rejected.filter(
    ({ needsRemoval }) => needsRemoval.length > 0 && needsRemoval.every((ref) => removed.has(keyOf(ref))),
  )
  const anyway = new Set(plan.actions.map(describeAction))
  const all = [...actions, ...freed.flatMap((one) => one.actions)].filter((one) => !anyway.has(describeAction(one)))
  const changes = [...new Map(all.map((action) => [keyOf(action), changeOf(action, facts)])).values()]
  const count = (wanted: Change['effect']) => changes.filter(({ effect }) => effect === wanted).length
  return { counts: { remove: count('remove'), add: count('add'), update: count('update') }, changes }
}

const effects: Readonly<Record<PackageAction['act'], Change['effect']>> = {
  install: 'add',
  update: 'update',
  downgrade: 'update',
  remove: 'remove',
}

function changeOf(action: PackageAction, facts: RemovalFacts | undefined): Change {
  const isRemoval = action.act === 'remove'
  const bytes = isRemoval ? facts?.bytes[keyOf(action)] : undefined
  const detail = isRemoval ? action.before : action.version
  return { ...aptChange(effects[action.act], action, detail), ...(bytes === undefined ? {} : { bytes }) }
}
