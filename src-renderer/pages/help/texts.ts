/** What the help page says beside docs/troubleshooting.md and the topics of contract/help-words.ts. */

export const texts = {
  page: 'Help',
  title: 'How to do it, and when something goes wrong',
  lead: 'Below the questions: what the screen says, what it means and what to do. “…” stands for a name, a path or a number.',
  search: 'Find a question or a message',
  none: 'Nothing found',
  noneHint: 'Type fewer words. Activity has the log of every switch.',
} as const
