import type { Area } from '../../../commons/snapshot-sets/schemas.ts'

const words: Readonly<Record<Area, string>> = { system: 'system', home: 'home', images: 'images of virtual machines' }

/** "system, home and images of virtual machines" */
export function nameAreas(areas: readonly Area[]): string {
  const names = areas.map((area) => words[area])
  const last = names.at(-1) ?? 'nothing'
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

const titles: Readonly<Record<string, string>> = {
  home: 'Home files',
  system: 'System',
  images: 'Virtual machine images',
}

/** What a subvolume of a set is called on screen; one that was added goes by its path. */
export function subvolumeTitle(folder: string, path?: string): string {
  return titles[folder] ?? path ?? folder
}
