/** What is said of what never crosses. */

/** In the order they are shown. */
export const exclusionTitles = {
  key: 'Private keys and authorized_keys',
  identity: 'What names one laptop to others',
  lock: 'Locks of running programs',
  hardware: 'Screens and sound of one laptop',
  store: 'Container images and volumes',
  cache: 'Caches (rebuilt by programs)',
  trash: 'Trash',
  work: 'Work kept among caches',
  developer: 'Developer caches',
  syncthing: 'Files of Syncthing',
  own: 'Files of pc-switcher',
  account: 'Homes of other accounts',
  elsewhere: 'Copied by another step',
  mount: 'What is mounted in the home folder',
  deep: 'Paths that are too long',
  unreadable: "Files that the disk can't read",
  owner: 'Files of accounts that are others on the other laptop',
  subvolume: 'Snapshots and other subvolumes that stay on their laptop',
  system: 'Snapshots and file system folders',
} as const

export const personTitle = 'Your own exclusions'

/** Of a kind that another version named, its name. */
export function exclusionTitle(kind: string): string {
  if (kind === 'person') return personTitle
  return kind in exclusionTitles ? exclusionTitles[kind as keyof typeof exclusionTitles] : kind
}
