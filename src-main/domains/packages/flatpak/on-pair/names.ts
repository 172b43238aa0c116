import { partsOf, type Flatpak, type Remote } from '../model.ts'

/** As it is shown: its own name where it has one. */
export function nameOf({ ref, title }: Pick<Flatpak, 'ref' | 'title'>): string {
  return title === '' ? partsOf(ref).id : title
}

/** By which a source is known, and a rule names it: "https://dl.flathub.org/repo". */
export function addressOf({ url }: Pick<Remote, 'url'>): string {
  return url.replace(/\/+$/, '')
}

/** As the program takes it: "org.gnome.Maps", "org.gnome.Platform//48". */
export function packageName(ref: string): string {
  const { id, branch } = partsOf(ref)
  return branch === 'stable' ? id : `${id}//${branch}`
}

/** Many have no version, and not every new one has another. */
export function shownVersion({ version, commit }: Pick<Flatpak, 'version' | 'commit'>): string {
  const name = commit.slice(0, 12)
  return version === '' ? name : `${version} (${name})`
}
