/** Every sentence around the page of a capability. */
export const texts = {
  reading: 'Loading…',
  shown: 'What is shown',
  both: 'On both laptops',
  search: 'Search this page',
  noMatch: 'Nothing matches',
}
