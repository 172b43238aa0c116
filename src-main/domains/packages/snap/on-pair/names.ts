import type { Snap } from '../model.ts'

export function shownVersion({ version, revision }: Pick<Snap, 'version' | 'revision'>): string {
  return version === '' ? revision : `${version} (${revision})`
}
