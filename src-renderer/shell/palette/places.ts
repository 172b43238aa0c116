/** Everything a person can go to by typing, and what of it is found. Pure. */
export const placeGroups = [
  'actions',
  'pages',
  'settings',
  'switches',
  'snapshots',
  'rules',
  'plan',
  'files',
  'help',
] as const
export type PlaceGroup = (typeof placeGroups)[number]

export interface PalettePlace {
  readonly group: PlaceGroup
  /** Its address, different from that of every other one in its group. */
  readonly hash: string
  readonly title: string
  readonly detail: string
  /** Other words by which it is found. */
  readonly also?: string
}

/** Where nothing is typed: all of the pages, and what was last. */
const shownUntyped: Readonly<Record<PlaceGroup, number>> = {
  actions: 0,
  pages: 20,
  settings: 0,
  switches: 3,
  snapshots: 3,
  rules: 0,
  plan: 0,
  files: 0,
  help: 0,
}
const shownFound = 6

/** What the app found already is not looked through once more: a path is found by its parts. */
const foundElsewhere: ReadonlySet<PlaceGroup> = new Set(['files', 'plan'])

export interface FoundGroup {
  readonly group: PlaceGroup
  readonly places: readonly PalettePlace[]
}

/** Those that have every word that was typed, group by group: groups and places with it as a whole word or as a beginning come first. */
export function findPlaces(places: readonly PalettePlace[], typed: string): readonly FoundGroup[] {
  const wanted = typed.trim().toLowerCase()
  const words = wanted.split(/\s+/)
  const has = ({ title, detail, also = '' }: PalettePlace): boolean => {
    const text = `${title} ${detail} ${also}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  const groups = placeGroups
    .map((group) => {
      const mine = places.filter((place) => place.group === group)
      if (wanted === '') return { group, places: mine.slice(0, shownUntyped[group]) }
      const found = foundElsewhere.has(group) ? mine : mine.filter(has)
      const inOrder = found.toSorted((one, other) => farOf(one, wanted) - farOf(other, wanted))
      return { group, places: inOrder.slice(0, shownFound) }
    })
    .filter((found) => found.places.length > 0)
  if (wanted === '') return groups
  // What is found later comes below: nothing moves away under a finger.
  const nearest = ({ group, places: [first] }: FoundGroup): number =>
    first === undefined || foundElsewhere.has(group) ? Infinity : farOf(first, wanted)
  return groups.toSorted((one, other) => Math.sign(nearest(one) - nearest(other)) || 0)
}

/** How far a place is from what was typed: it is called so, begins so, has it as the beginning of a word, or anywhere. */
function farOf({ title, also = '' }: PalettePlace, wanted: string): number {
  const called = title.toLowerCase()
  if (called === wanted) return 0
  if (called.startsWith(wanted)) return 1
  const begins = `${called} ${also}`.split(/[^\p{L}\p{N}]+/u)
  return wanted.split(/\s+/).every((word) => begins.some((one) => one.startsWith(word))) ? 2 : 3
}

export interface WantedFile {
  /** What is looked for in all snapshots. */
  readonly name: string
  /** Lower case; in which folder, where a path was typed. */
  readonly folder: string
}

/** "~/Documents/letter", "/home/alice/letter.odt", "letter"; undefined where it is too short to look for. */
export function wantedFile(typed: string): WantedFile | undefined {
  const text = typed.trim().replace(/\/+$/, '')
  const slash = text.lastIndexOf('/')
  const name = text.slice(slash + 1)
  return name.length < 3 ? undefined : { name, folder: text.slice(0, Math.max(0, slash)).toLowerCase() }
}
