import { defineCatalogue, noData, problem } from '../../contract/catalogue.ts'

export const compareMessages = defineCatalogue('compare', {
  subvolumeGone: problem('not-found', noData, () => ({
    message: 'This subvolume no longer exists.',
    hint: 'Compare two snapshots of it instead.',
  })),
  expired: problem('not-found', noData, () => ({
    message: 'This comparison has expired.',
    hint: 'Compare the two again.',
  })),
})
