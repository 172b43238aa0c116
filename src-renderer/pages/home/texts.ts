/** Every sentence of the page of what is copied of the home folder. */
import { countOf, formatBytes } from '../../../src-main/kernel/units.ts'

/** What is never copied, or only when the person wants it, in words. */
const builtInWords = {
  key: 'A private key stays on the laptop it was made on, and who may sign in is decided on each laptop.',
  identity: 'By it phones, networks and services know this laptop. Two laptops with one of them throw each other out.',
  lock: 'It says that a program runs on this laptop. On the other one the program would not start.',
  hardware: 'Each laptop has its own screens and its own sound.',
  cache: 'Programs make them again. A rule of yours can include one of them.',
  trash: 'What you deleted on a laptop can be restored there. A rule of yours can include it.',
  work: 'No program can make it again, though it lies in a folder of caches. It is copied like any other file.',
  developer:
    'Copied, so that you can build on the other laptop without a network. You are never asked about them, and nothing of them is removed.',
  syncthing: 'A Syncthing of yours has its own identity and index on each laptop.',
  own: 'Each laptop has its own settings and its own memory of switches.',
  elsewhere: 'Another part of a switch copies it.',
  system: 'Snapshots stay on the laptop they were taken on.',
} as const

export function isBuiltInKind(kind: string): kind is keyof typeof builtInWords {
  return kind in builtInWords
}

export const texts = {
  title: 'Home',
  whole: 'Your whole home travels',
  wholeLead: 'Apart from what each laptop needs for itself, below.',
  exceptions: (count: number) => `Your home travels, with ${countOf(count, 'exception')}`,
  lead: 'Everything else is copied at every switch, apart from what each laptop needs for itself, below.',
  decideConflicts: 'Decide',
  conflictsText: 'Syncthing keeps both versions side by side until you decide.',
  travel: {
    title: 'What is copied',
    always: 'Always',
    whenOff: 'What is off stays as it is on both laptops. A switch neither copies nor compares it.',
  },
  imagesFolder: {
    title: 'Folder of disk images',
    text: 'On both laptops. It belongs to root, and nobody else may write to it. Images elsewhere are not copied.',
    apart: (folders: readonly string[]) => `Not the same on both laptops. ${folders.join(', ')}.`,
    away: (label = 'The other laptop') => `${label} does not answer. The folder can be changed when it does.`,
    usual: '/var/lib/libvirt/images',
    name: 'Use this folder for disk images',
    short: 'Use',
    busy: 'Looking…',
  },
  counting: 'Counting…',
  notCounted: 'Not counted',
  matchesNothing: 'Matches nothing',
  matches: (files: number, bytes: number) => `${countOf(files, 'file')}, ${formatBytes(bytes)}`,
  notCopied: 'Not copied from your home',
  readingExclusions: 'Loading what is not copied…',
  noneOfYours: 'You have left nothing out yet.',
  excluded: 'These stay on each laptop as they are: not copied, and removed nowhere.',
  excludedAnywhere: 'Wherever it is in your home',
  included: 'Copied, though another rule leaves it out',
  remove: 'Remove',
  removeRule: (pattern: string) => `Remove the rule for ${pattern}`,
  addExclusion: 'Add a rule',
  pathInHome: 'Path in your home folder, or a name with *',
  pathPlaceholder: '~/Downloads/iso or *.iso',
  exclude: "Don't copy",
  include: 'Copy again',
  invalidLine: (line: number, text: string) => `Line ${line} is not a valid rule: ${text}`,
  correctIn: (file: string) => `Correct it in ${file}: until then no switch starts.`,
  otherHomes: 'Homes of other accounts',
  homeStays: (home: string | undefined) => `${home ?? ''} stays on each laptop as it is.`,
  homeAdded: (home: string | undefined) =>
    home === undefined ? 'To be copied too, but not on this laptop.' : `${home} is copied too.`,
  copyToo: 'Copy too',
  stopCopying: 'Stop copying',
  decideHome: (account: string, isAdded: boolean) =>
    isAdded ? `Stop copying the home of ${account}` : `Copy the home of ${account} too`,
  builtIn: 'Built in',
  builtInWords,
  places: (count: number) => countOf(count, 'place'),
  canBeIncluded: 'can be included',
  never: 'never copied',
  copied: 'copied',
}
