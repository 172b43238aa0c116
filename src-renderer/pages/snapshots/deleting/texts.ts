/** Every sentence of deleting a snapshot. */

export const texts = {
  nothingDeleted: 'Nothing was deleted.',
  deleted: (laptops: string) => `Snapshot deleted on ${laptops}.`,
  title: (time: string) => `Delete the snapshot of ${time}?`,
  lead: 'You cannot go back to it afterwards. Current files are not touched.',
  keep: 'Keep it',
  deleteOnBoth: 'Delete on both laptops',
  deleteOn: (laptop: string) => `Delete on ${laptop}`,
  checking: 'Checking what can be deleted…',
  keeps: (laptop: string) => `${laptop} keeps it`,
  deleting: 'Deleting snapshot…',
  frees: (space: string) => `Frees ${space}.`,
  freesUnknown: 'The space it frees is unknown.',
  measuring: 'Measuring the space it frees…',
  freesMeasuring: (space: string) => `Frees ${space}. Measuring…`,
}
