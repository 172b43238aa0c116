/** Every sentence about live folders that the command line does not say as well. */
import type { LiveFolder } from '../../../../src-main/contract/live-calls.ts'

export const texts = {
  title: 'Live',
  offTitle: 'Documents on both laptops all the time',
  offText: 'Syncthing carries the folders that you choose, without a switch. Off until you choose some.',
  choose: 'Choose folders…',
  turnOff: 'Turn off…',
  states: {
    'up-to-date': 'Up to date',
    working: 'Working',
    'held-up': 'Needs attention',
  } satisfies Record<LiveFolder['state'], string>,
  internetTitle: 'Over the internet',
  internetText:
    'Both laptops look for each other on different networks too, as far as settings of your own Syncthing allow it.',
  internetOn: 'On',
  keptTitle: 'Earlier versions',
  keptText: (places: string) => `Files that were deleted or replaced are still in .stversions of ${places}.`,
  deleteKept: 'Delete them…',
  notKnown: (label: string) => `How these folders stand on ${label} is not known.`,
}

export const chooseTexts = {
  title: 'Which folders are live?',
  lead: 'They are on both laptops all the time. All others travel with a switch.',
  folders: 'Folders',
  noneUsual: 'None of the usual folders of documents is on both laptops. Type one of yours.',
  another: 'Another folder',
  example: '~/Projects/texts',
  notInHome: (home: string) => `Only folders in ${home} can be live, and not the whole of it.`,
  add: 'Add',
  price: 'What it costs',
  overInternet: 'Also over the internet',
  making: 'Taking a snapshot and making folders live…',
  ending: 'Ending what is no longer live…',
  make: 'Make live',
  save: 'Save',
  cancel: 'Cancel',
}

export const offTexts = {
  title: 'Turn Live off?',
  lead: 'Every file stays on both laptops, and travels with a switch. Another device that has these folders, such as a phone, gets no more of them.',
  own: 'Folders of your own Syncthing go on as they are.',
  kept: 'Files that were deleted or replaced in the last 14 days are kept in .stversions of each folder.',
  deleteKept: 'Delete these too',
  working: 'Turning Live off…',
  keep: 'Keep it on',
  start: 'Turn off',
  startAndDelete: 'Turn off and delete',
}

export const deleteTexts = {
  title: 'Delete earlier versions?',
  lead: (places: string) =>
    `The deleted and replaced files in .stversions of ${places} go, on both laptops. All other files stay.`,
  working: 'Deleting earlier versions…',
  keep: 'Keep earlier versions',
  start: 'Delete earlier versions',
}
