/** Every sentence around the page of a capability. */
export const texts = {
  reading: 'Loading…',
  search: 'Search this page',
  noMatch: 'Nothing matches',
}
