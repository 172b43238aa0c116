import type { Snap } from '../model.ts'

/** As it is shown: its own name where it has one that says more. */
export function nameOf({ name, title }: Pick<Snap, 'name' | 'title'>): string {
  return title === '' || title.toLowerCase() === name ? name : `${title} (${name})`
}

export function shownVersion({ version, revision }: Pick<Snap, 'version' | 'revision'>): string {
  return version === '' ? revision : `${version} (${revision})`
}
