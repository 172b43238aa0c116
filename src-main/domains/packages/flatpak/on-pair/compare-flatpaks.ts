/** What two captures of Flatpak apps mean for the receiver. Pure; how old versions are is asked before. */
import { partsOf, type Flatpak, type FlatpakCapture, type Override } from '../model.ts'

export interface FlatpakTwins {
  readonly here: Flatpak
  readonly there: Flatpak
}

export interface FlatpakComparison {
  /** What is on the sender alone: apps, runtimes that are to stay, and those that an app in the home of the person needs. */
  readonly missing: readonly Flatpak[]
  /** On both, in other versions. */
  readonly differing: readonly FlatpakTwins[]
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
  const [here, there] = [byRef(from.flatpaks), byRef(to.flatpaks)]
  const differing = differingIn(from.flatpaks, to.flatpaks)
  const onlyHere = from.flatpaks.filter(({ ref }) => !there.has(ref))
  const onlyThere = to.flatpaks.filter(({ ref }) => !here.has(ref))
  const needed = neededByPerson(from)
  const isWanted = ({ ref }: Flatpak): boolean => isApp(ref) || from.pins.includes(ref) || needed.has(ref)
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
    same: from.flatpaks.length - onlyHere.length - differing.length,
  }
}

/** Apps of the person come with their home, and do not start without these. */
function neededByPerson({ person: { flatpaks } }: FlatpakCapture): ReadonlySet<string> {
  const own = new Set(flatpaks.map(({ ref }) => ref))
  return new Set(flatpaks.map(({ runtime }) => runtime).filter((runtime) => !own.has(runtime)))
}

/** What both have, in other versions. */
export function differingIn(these: readonly Flatpak[], those: readonly Flatpak[]): readonly FlatpakTwins[] {
  const others = byRef(those)
  return these.flatMap((here) => {
    const there = others.get(here.ref)
    return there === undefined || there.commit === here.commit ? [] : [{ here, there }]
  })
}

function byRef(flatpaks: readonly Flatpak[]): ReadonlyMap<string, Flatpak> {
  return new Map(flatpaks.map((one) => [one.ref, one]))
}

export function isApp(ref: string): boolean {
  return partsOf(ref).kind === 'app'
}

/** Parts that Flatpak chooses by the graphics card and the languages of a laptop: "org.freedesktop.Platform.GL.nvidia-550". */
export function isOfLaptop(ref: string): boolean {
  return /\.(GL|GL32|VAAPI|vulkan-layer|Locale|Debug|Sources)(\.|$)/i.test(partsOf(ref).id)
}
