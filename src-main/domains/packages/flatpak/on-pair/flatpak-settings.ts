/** What is set by hand for Flatpak on a whole laptop: what is not updated, what stays, and permissions. Pure. */
import { partsOf, type Flatpak, type FlatpakCapture } from '../model.ts'
import { compareFlatpaks, type FlatpakComparison } from './compare-flatpaks.ts'
import type { FlatpakSettings } from './flatpak-plan.ts'

/**
 * Of the sender, and not so on the receiver. `apps`: what the receiver has, or gets; of others it needs no permissions. Of what a
 * rule says that it never changes, nothing.
 */
export function settingsFor(
  { masks, pins, overrides }: Pick<FlatpakComparison, 'masks' | 'pins' | 'overrides'>,
  apps: readonly Pick<Flatpak, 'ref'>[],
  isNever: (one: Pick<Flatpak, 'ref'>) => boolean = () => false,
): FlatpakSettings {
  const ids = new Set(apps.filter((one) => !isNever(one)).map(({ ref }) => partsOf(ref).id))
  const isFree = (pattern: string): boolean => !isNever({ ref: refOf(pattern) })
  // Those of all apps go by the name "global".
  const mayHave = (name: string): boolean => name === 'global' || ids.has(name)
  return {
    masks: masks.filter(isFree),
    pins: pins.filter(isFree),
    overrides: overrides.map(({ name }) => name).filter(mayHave),
  }
}

/** Of a mask or a pin that is about one app or runtime, which it may call by its ID alone. */
function refOf(pattern: string): string {
  return pattern.includes('/') ? pattern : `app/${pattern}`
}

/** What of the plan's is not set there, by what a failure of it is called. */
export function openSettings(plan: FlatpakSettings, now: FlatpakSettings): readonly string[] {
  const open = (planned: readonly string[], different: readonly string[]) =>
    planned.filter((name) => different.includes(name))
  return namesOf({
    masks: open(plan.masks, now.masks),
    pins: open(plan.pins, now.pins),
    overrides: open(plan.overrides, now.overrides),
  })
}

/** What is set on `one` and not on the other one; of apps that the other one has. */
export function settingsOnlyOn(
  one: FlatpakCapture,
  other: FlatpakCapture,
  isNever?: (one: Pick<Flatpak, 'ref'>) => boolean,
): FlatpakSettings {
  const apart = settingsFor(compareFlatpaks(one, other), other.flatpaks, isNever)
  const isSet = new Set(other.overrides.map(({ name }) => name))
  return { ...apart, overrides: apart.overrides.filter((name) => !isSet.has(name)) }
}

/** Each once, whatever is set of it. */
export function namesOf({ masks, pins, overrides }: FlatpakSettings): readonly string[] {
  return [...new Set([...masks, ...pins, ...overrides])]
}
