/** How to do what people ask for. Help and `pc-switcher help` have the same; `code` and _names of the screen_ as in markdown. */

export interface HelpTopic {
  /** As it is typed: `pc-switcher help undo`. */
  readonly id: string
  readonly question: string
  /** Other words by which it is looked for. */
  readonly alsoAsked: string
  readonly steps: readonly string[]
}

export const helpTitle = 'How do I…'

export const helpTopics: readonly HelpTopic[] = [
  {
    id: 'restore-a-file',
    question: 'How do I get a deleted file back?',
    alsoAsked: 'restore recover undelete lost an earlier old version of my file overwritten snapshot can',
    steps: [
      'In the window, press `Ctrl+K` and type a part of its name. _Files in snapshots_ says where it is.',
      'Open it, choose a version, and press _Restore this version…_ What is there now is kept.',
      'In a terminal, `pc-switcher snapshots find NAME` finds its path, and `pc-switcher snapshots versions PATH` lists its versions, each with an ID.',
      '`pc-switcher snapshots restore ID PATH` shows what would be restored; add `--yes` to do it.',
      'Out of a backup: in _Backups_, press _Look inside_ beside the place, or type `pc-switcher copies browse PLACE ID PATH` and `pc-switcher copies restore PLACE ID --path PATH`.',
    ],
  },
  {
    id: 'undo',
    question: 'How do I undo a switch?',
    alsoAsked: 'take back roll back rollback revert before the last switch can',
    steps: [
      'On _Overview_, press _Undo…_ beside the last switch. It names what goes and what returns before anything changes.',
      'The laptop that was brought up to date goes back to what it was before. What is there now is kept as a snapshot.',
      'In a terminal, `pc-switcher undo` shows the same; add `--yes` to do it.',
      'To go back further: `pc-switcher snapshots list`, then `pc-switcher snapshots rollback ID`.',
    ],
  },
  {
    id: 'new-laptop',
    question: 'How do I set up a new laptop?',
    alsoAsked: 'replace pair another one lost stolen broken reinstalled both laptops recover from a copy backup can',
    steps: [
      'On the laptop that you keep, end the old pairing: `pc-switcher unpair`, with `--here` if the old laptop is lost.',
      'Install pc-switcher on the new one, and pair both: open the window, or run `pc-switcher pair USER@HOST`.',
      'On _Overview_, press _Prepare to switch_. In a terminal: `pc-switcher switch --to HOST`.',
      'If both laptops are lost, choose _I have no other laptop_, or run `pc-switcher pair --alone`. Add the place of your copies in _Backups_, as the recovery sheet says, and press _Bring back…_',
    ],
  },
  {
    id: 'leave-a-folder-out',
    question: 'How do I leave a folder out?',
    alsoAsked: 'exclude ignore skip not copy a file big downloads stop copying can',
    steps: [
      "In _What travels_, tab _Home_, type its path under _Add a rule_ and press _Don't copy_.",
      'It stays on both laptops as it is: nothing is removed.',
      'In a terminal: `pc-switcher home exclude PATH`. To copy it again: `pc-switcher home include PATH`.',
      'For a file in /etc: `pc-switcher etc never PATH`. For a package: `pc-switcher packages rule NAME never`.',
    ],
  },
  {
    id: 'why-not-there',
    question: 'Why is something not on the other laptop?',
    alsoAsked:
      'missing not copied where is my file folder program package app which rule decides why how do i find out',
    steps: [
      'In _What travels_, type its path or name into the field at the top. The answer names the rule, and can change it.',
      'In a terminal: `pc-switcher why THING`. THING is a path or the name of a package, service, machine or container.',
      'If it was saved after the last switch, the next one brings it: `pc-switcher status` says what is new.',
    ],
  },
]

/** Those that have every word that was typed. */
export function findTopics(typed: string): readonly HelpTopic[] {
  const words = typed
    .toLowerCase()
    .split(/[^\p{L}\p{N}/]+/u)
    .filter(Boolean)
  return helpTopics.filter(({ id, question, alsoAsked, steps }) => {
    const all = [id, question, alsoAsked, ...steps].join(' ').toLowerCase()
    return words.every((word) => all.includes(word))
  })
}
