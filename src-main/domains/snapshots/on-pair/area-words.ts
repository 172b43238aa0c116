import type { Area } from '../verbs.ts'

const words: Readonly<Record<Area, string>> = { system: 'system', home: 'home', images: 'images of virtual machines' }

/** "system, home and images of virtual machines" */
export function nameAreas(areas: readonly Area[]): string {
  const names = areas.map((area) => words[area])
  const last = names.at(-1) ?? 'nothing'
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
