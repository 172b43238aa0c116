/** Installations for everybody beside the usual one: told with their apps, neither copied nor compared. Pure. */
import type { PreviewBlock } from '../../../../contract/preview.ts'
import type { VerificationItem } from '../../../../contract/switch-state.ts'
import type { Pair } from '../../../../switch/step.ts'
import { changesBlock } from '../../on-pair/apps/app-question.ts'
import { itemsNotCompared } from '../../on-pair/proof/proof-item.ts'
import { partsOf, type FlatpakCapture } from '../model.ts'
import type { FlatpakPlan } from './flatpak-plan.ts'
import { change } from './flatpak-change.ts'
import * as texts from './texts.ts'

type App = FlatpakPlan['others'][number]

export function otherApps({ others }: Pick<FlatpakCapture, 'others'>): App[] {
  return others.flatMap(({ name, apps }) => apps.map((ref) => ({ installation: name, ref })))
}

/** Which only the first has, in an installation of that name. */
export function othersOnly(one: FlatpakCapture, other: FlatpakCapture): App[] {
  const known = new Set(otherApps(other).map(shown))
  return otherApps(one).filter((app) => !known.has(shown(app)))
}

/** "org.gnome.Maps (extra)" */
export function shown({ installation, ref }: App): string {
  return texts.inInstallation(partsOf(ref).id, installation)
}

export function othersBlock({ others }: FlatpakPlan, { from }: Pair): readonly PreviewBlock[] {
  const detail = texts.others.detail
  return changesBlock(
    texts.others.block(others.length, from.label),
    others.map((one) => change('cannot', partsOf(one.ref).id, detail(one.installation))),
  )
}

export function othersItem(from: FlatpakCapture, to: FlatpakCapture): readonly VerificationItem[] {
  const names = [...new Set([...otherApps(from), ...otherApps(to)].map(shown))]
  const { title, proof, what } = texts.others
  return itemsNotCompared([title, proof(names.length)], { why: 'left-out', what: what(names.length), names })
}
