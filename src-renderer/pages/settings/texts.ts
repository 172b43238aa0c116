/** Every sentence of the settings page. */
import { countOf } from '../../../src-main/kernel/units.ts'

/** What is never copied, or only when the person wants it, in words. */
const builtInWords = {
  key: 'A private key stays on the laptop it was made on, and who may sign in is decided on each laptop.',
  identity: 'It names this laptop or one session on it. A copy would confuse programs and networks.',
  cache: 'Programs make them again. A rule of yours can include one of them.',
  syncthing: 'A Syncthing of yours has its own identity and index on each laptop.',
  own: 'Each laptop has its own settings and its own memory of switches.',
  elsewhere: 'Another part of a switch copies it.',
  system: 'Snapshots stay on the laptop they were taken on.',
} as const

export function isBuiltInKind(kind: string): kind is keyof typeof builtInWords {
  return kind in builtInWords
}

export const texts = {
  notifications: 'Notifications',
  notificationsText: 'When a switch ends, fails or needs you, and you are looking at something else.',
  notificationsRefused:
    "This browser doesn't allow pc-switcher to notify you. You can change that in its site settings.",
  beforehand: 'Fetch beforehand',
  beforehandTitle: 'Fetch what changed while you work',
  beforehandText:
    'What you changed is sent to the other laptop every few minutes, so that a switch is faster. Its files stay as they are until you switch. Only on mains power and a fast connection.',
  on: 'On',
  off: 'Off',
  notCopied: 'Not copied from your home',
  readingExclusions: 'Loading what is not copied…',
  noneOfYours: 'You have left nothing out yet.',
  excluded: 'Not copied, and removed nowhere',
  excludedAnywhere: 'Not copied wherever it is in your home, and removed nowhere',
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
  builtIn: 'Built in',
  builtInWords,
  places: (count: number) => countOf(count, 'place'),
  canBeIncluded: 'can be included',
  never: 'never copied',
  onLaptop: (laptop: string) => `on ${laptop}`,
  installation: 'Installation',
  notChecked: 'Not checked yet. Checking changes nothing.',
  checking: 'Checking…',
  checkInstallation: 'Check installation',
  passed: 'Passed',
  warning: 'Warning',
  failed: 'Failed',
  title: 'Settings',
  lead: 'How pc-switcher is set up on this laptop, and what it leaves out of your home.',
  followSystem: 'Follow system',
  light: 'Light',
  dark: 'Dark',
  thisWindow: 'This window',
  appearance: 'Appearance',
  appearanceText: 'Saved for this window on this laptop.',
  reading: 'Loading settings…',
  noneTitle: 'Everything has its default setting',
  tryAgain: 'Try again',
}
