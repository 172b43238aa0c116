/** Every sentence of the page of a laptop that is not paired. */

export const texts = {
  title: (laptop: string) => `${laptop} is not paired yet`,
  whatToDo: 'What you can do',
  note: 'Everything that will be set up is shown first. Until the laptops are paired, nothing on either of them is read or changed.',
  showDetails: 'Show details',
  checking: 'Checking…',
  checkAgain: 'Check again',
}
