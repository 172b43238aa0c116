/** Every sentence of the frame around the pages. */

export const texts = {
  connectedFast: 'Connected (below 1 ms)',
  connected: (ms: number) => `Connected (${ms} ms)`,
  product: 'pc-switcher',
  pagesLabel: 'Pages',
  laptops: 'Both laptops',
  toDecide: 'to decide',
  travels: 'What travels',
  backups: 'Backups',
  thisLaptop: 'This laptop',
  notAsked: 'Not checked yet',
  unreachable: 'Not reachable',
  updating: (laptop: string) => `Bringing ${laptop} up to date`,
  notFinished: (laptop: string) => `The switch to ${laptop} is not finished`,
  showProgress: 'Show progress',
  showDetails: 'Show details',
  isUpdating: (from: string, to: string) => `${from} is bringing ${to} up to date`,
  shortcuts: 'Keyboard shortcuts',
  closeShortcuts: 'Close',
  shortcutGroups: (rooms: readonly string[]) => [
    {
      title: 'Everywhere',
      keys: [
        { does: 'Go to a page, switch, snapshot, rule or file', with: ['Ctrl', 'K'] },
        { does: 'Press the main button', with: ['Enter'] },
        { does: 'Check again', with: ['F5'] },
        { does: 'Go to the search field', with: ['Ctrl', 'F'] },
        { does: 'Close what lies on top', with: ['Esc'] },
        { does: 'Show this list', with: ['?'] },
      ],
    },
    {
      title: 'Rooms',
      keys: rooms.map((does, index) => ({ does, with: ['Ctrl', String(index + 1)] })),
    },
    {
      title: 'Lists',
      keys: [
        { does: 'Previous or next line', with: ['↑', '↓'] },
        { does: 'First or last line', with: ['Home', 'End'] },
      ],
    },
    {
      title: 'Lists of questions',
      keys: [
        { does: 'Give the answer that shows this letter', with: ['Alt', 'letter'] },
        { does: 'Tick or untick', with: ['Space'] },
        { does: 'Select the whole group', with: ['Shift', 'Space'] },
        { does: 'Select everything', with: ['Ctrl', 'A'] },
        { does: 'Select from here to there', with: ['Shift', '↑', '↓'] },
        { does: 'Take the last answer back', with: ['Ctrl', 'Z'] },
        { does: 'Find', with: ['/'] },
      ],
    },
  ],
  doNotTake: (laptop: string) => `Don't take ${laptop} with you yet.`,
}
