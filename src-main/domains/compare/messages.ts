import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'

export const compareMessages = defineCatalogue('compare', {
  subvolumeGone: problem('not-found', noData, () => ({
    message: 'This subvolume no longer exists.',
    hint: 'Compare two snapshots of it instead.',
  })),
  expired: problem('not-found', noData, () => ({
    message: 'This comparison has expired.',
    hint: 'Compare the two again.',
  })),
  walkedGrownApart: sentence(noData, () => 'The two differ too much to be compared by btrfs, so every file was read.'),
  walkedUnrelated: sentence(noData, () => 'The two have no common origin, so every file was read.'),
})
