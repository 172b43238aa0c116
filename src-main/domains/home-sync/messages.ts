import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { countOf } from '../../kernel/units.ts'

const whyMountedWords = {
  'other-file-system': (fsType: string) => `is on a file system of its own (${fsType})`,
  'part-of-subvolume': () => 'is a folder from elsewhere that is mounted there',
  'read-only': () => 'is mounted read-only',
  'inside-mount': () => 'is inside something that is mounted by itself',
}

/** Of the job, and of what doctor says of it. */
export const weeklyCheck = 'Weekly check of /home'

const notWalkedWords = {
  reserved: 'Not compared: a switch or other work was using this laptop.',
  'lists-all': 'Not compared: the next plan lists all of /home anyway.',
  overtaken: 'Not compared: a switch was prepared meanwhile.',
}

export const homeMessages = defineCatalogue('home', {
  homeMounted: problem(
    'invalid-configuration',
    z.object({
      name: z.string(),
      home: z.string(),
      fsType: z.string(),
      why: z.enum(['other-file-system', 'part-of-subvolume', 'read-only', 'inside-mount']),
    }),
    ({ name, home, fsType, why }) => ({
      message: `The home folder of ${name}, ${home}, ${whyMountedWords[why](fsType)}.`,
      hint: 'A home can be copied when it is a folder in /home, or a whole btrfs subvolume of the same disk that is mounted at its path. Move it there before you switch.',
    }),
  ),
  homeElsewhere: problem(
    'invalid-configuration',
    z.object({ name: z.string(), home: z.string() }),
    ({ name, home }) => ({
      message: `The home folder of ${name} is ${home}, which is not inside /home.`,
      hint: 'pc-switcher copies /home. Move the folder there before you switch.',
    }),
  ),
  homeIsLink: problem(
    'invalid-configuration',
    z.object({ name: z.string(), link: z.string(), target: z.string() }),
    ({ name, link, target }) => ({
      message: `${link}, where the home folder of ${name} is, is a link to ${target}. Nothing behind a link is copied.`,
      hint: `Log out, and replace the link by the folder itself, or by a btrfs subvolume mounted at ${link}.`,
    }),
  ),
  homeUnmounted: problem('plan-expired', z.object({ home: z.string() }), ({ home }) => ({
    message: `${home} was unmounted since it was looked at.`,
    hint: 'Mount it again, or prepare the switch again.',
  })),
  listing: sentence(noData, () => 'Listing /home'),
  listDamaged: problem('plan-expired', noData, () => ({
    message: 'A list of the files in /home is damaged.',
    hint: 'It was set aside. Prepare the switch again.',
  })),
  listUnreadable: problem('invalid-input', noData, () => ({
    message: 'A list of files cannot be read.',
    hint: 'Install the same version of pc-switcher on both laptops.',
  })),
  notAskedAbout: problem('not-found', noData, () => ({
    message: 'The plan does not ask about this file.',
    hint: 'Choose one of the files that are listed.',
  })),
  repositoryBorrows: sentence(noData, () => 'it borrows objects from another repository'),
  repositoryDamaged: sentence(z.object({ said: z.string() }), ({ said }) =>
    said === '' ? 'git cannot read it' : `git cannot read it: ${said}`,
  ),
  repositoryFormat: sentence(noData, () => 'its branches are kept in a format that pc-switcher cannot read'),
  repositoryOfRoot: sentence(noData, () => 'it belongs to root'),
  repositorySlow: sentence(noData, () => 'reading it took too long'),
  scanExpired: problem('plan-expired', noData, () => ({
    message: 'The scan of /home has expired.',
    hint: 'Prepare the switch again.',
  })),
  walkJob: sentence(noData, () => weeklyCheck),
  walked: sentence(z.object({ entries: z.number(), missed: z.number() }), ({ entries, missed }) => {
    const found =
      missed === 0 ? 'No change was missed.' : `${countOf(missed, 'change')} missed: the next plan lists all of /home.`
    return `Compared ${countOf(entries, 'name')} in /home. ${found}`
  }),
  notWalked: sentence(
    z.object({ why: z.enum(['reserved', 'lists-all', 'overtaken']) }),
    ({ why }) => notWalkedWords[why],
  ),
  withoutBeside: sentence(noData, () => 'The next switch asks about files that were kept beside other versions.'),
  withoutCommits: sentence(noData, () => 'The proof of that switch then names no commits that were kept.'),
  withoutFetched: sentence(noData, () => 'What was fetched is fetched again.'),
  withoutFrozen: sentence(noData, () => 'The next plan freezes /home again.'),
  withoutHeld: sentence(noData, () => 'Resuming that switch compares everything again with what was planned.'),
  withoutOutline: sentence(noData, () => 'The next plan creates it again.'),
  withoutBase: sentence(noData, () => 'The next plan then compares all of /home and removes nothing.'),
  withoutSavedSince: sentence(noData, () => 'What was saved since the last switch is looked for again.'),
  withoutUnreadable: sentence(noData, () => 'Files that the disk cannot read are found again when they are copied.'),
  withoutWalk: sentence(noData, () => 'The next weekly check of /home writes it again.'),
  withoutKept: sentence(noData, () => 'Then prepare a new switch instead of resuming this one.'),
})
