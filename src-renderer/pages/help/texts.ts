/** What the help page says beside docs/troubleshooting.md. */

export const texts = {
  page: 'Help',
  title: 'When something goes wrong',
  lead: 'What the screen says, what it means and what to do. “…” stands for a name, a path or a number.',
  search: 'Find a message',
  none: 'Nothing found',
  noneHint: 'Type fewer words of the message. Activity has the log of every switch.',
} as const
