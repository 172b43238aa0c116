/** Every sentence of the frame around the pages. */

export const texts = {
  pages: {
    overview: 'Overview',
    snapshots: 'Snapshots',
    rules: 'Rules',
    activity: 'Activity',
    settings: 'Settings',
  },
  connectedFast: 'Connected (below 1 ms)',
  connected: (ms: number) => `Connected (${ms} ms)`,
  product: 'pc-switcher',
  pagesLabel: 'Pages',
  laptops: 'Both laptops',
  withoutRule: 'without a rule',
  thisLaptop: 'This laptop',
  notAsked: 'Not checked yet',
  unreachable: 'Not reachable',
  updating: (laptop: string) => `Bringing ${laptop} up to date`,
  notFinished: (laptop: string) => `The switch to ${laptop} is not finished`,
  showProgress: 'Show progress',
  showDetails: 'Show details',
  isUpdating: (from: string, to: string) => `${from} is bringing ${to} up to date`,
  doNotTake: (laptop: string) => `Don't take ${laptop} with you yet.`,
}
