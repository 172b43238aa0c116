/** What two captures of Flatpak apps mean for the receiver. Pure; how old versions are is asked before. */
import { partsOf, type Flatpak, type FlatpakCapture, type Override } from '../model.ts'

export interface Twins {
  readonly here: Flatpak
  readonly there: Flatpak
}

export interface FlatpakComparison {
  /** What the person has on the sender alone: apps, and runtimes that are to stay. */
  readonly missing: readonly Flatpak[]
  /** On both, in other versions. */
  readonly differing: readonly Twins[]
  /** Apps that only the receiver has. */
  readonly onlyThere: readonly Flatpak[]
  /** On one of the two, and there for apps that need it: it comes and goes with them. */
  readonly along: readonly Flatpak[]
  /** On one of the two, for its hardware or its language. */
  readonly apart: readonly Flatpak[]
  readonly masks: readonly string[]
  readonly pins: readonly string[]
  /** Of the sender, and otherwise or not there on the receiver. */
  readonly overrides: readonly Override[]
  readonly same: number
}

export function compareFlatpaks(from: FlatpakCapture, to: FlatpakCapture): FlatpakComparison {
  const [here, there] = [byRef(from), byRef(to)]
  const both = from.flatpaks.flatMap((one) => pairUp(one, there.get(one.ref)))
  const differing = both.filter((twins) => twins.here.commit !== twins.there.commit)
  const onlyHere = from.flatpaks.filter(({ ref }) => !there.has(ref))
  const onlyThere = to.flatpaks.filter(({ ref }) => !here.has(ref))
  const isWanted = ({ ref }: Flatpak): boolean => isApp(ref) || from.pins.includes(ref)
  const missing = onlyHere.filter((one) => isWanted(one) && !isOfLaptop(one.ref))
  const others = [...onlyHere.filter((one) => !isWanted(one)), ...onlyThere.filter(({ ref }) => !isApp(ref))]
  return {
    missing,
    differing: differing.filter((twins) => !isOfLaptop(twins.here.ref)),
    onlyThere: onlyThere.filter(({ ref }) => isApp(ref)),
    along: others.filter(({ ref }) => !isOfLaptop(ref)),
    apart: others.filter(({ ref }) => isOfLaptop(ref)),
    masks: from.masks.filter((pattern) => !to.masks.includes(pattern)),
    pins: from.pins.filter((pattern) => !to.pins.includes(pattern)),
    overrides: from.overrides.filter(
      ({ name, text }) => !to.overrides.some((other) => other.name === name && other.text === text),
    ),
    same: both.length - differing.length,
  }
}

function byRef({ flatpaks }: FlatpakCapture): ReadonlyMap<string, Flatpak> {
  return new Map(flatpaks.map((one) => [one.ref, one]))
}

function pairUp(here: Flatpak, there: Flatpak | undefined): readonly Twins[] {
  return there === undefined ? [] : [{ here, there }]
}

export function isApp(ref: string): boolean {
  return partsOf(ref).kind === 'app'
}

/** Parts that Flatpak chooses by the graphics card and the languages of a laptop: "org.freedesktop.Platform.GL.nvidia-550". */
export function isOfLaptop(ref: string): boolean {
  return /\.(GL|GL32|VAAPI|vulkan-layer|Locale|Debug|Sources)(\.|$)/i.test(partsOf(ref).id)
}
