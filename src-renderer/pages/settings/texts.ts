/** Every sentence of the settings page. */
import { chargedPercent, lowPercent } from '../../../src-main/contract/settings-calls.ts'
import { countOf, formatBytes } from '../../../src-main/kernel/units.ts'

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
  laptops: 'The two laptops',
  nameOfThis: 'Name of this laptop',
  nameOfOther: 'Name of the other laptop',
  nameText: (host: string) =>
    `Shown on both laptops, by pc-switcher and other programs. Its host name, ${host}, stays.`,
  nameWhenAway: (label: string) => `${label} does not answer. It can be renamed when it does.`,
  rename: (label: string) => `Rename ${label}`,
  renameShort: 'Rename',
  renaming: 'Renaming…',
  groups: { copied: 'What is copied', kept: 'Where data is kept' },
  power: 'Power',
  powerStart: 'Before copying starts',
  powerStartText: 'What both laptops need. Without it a switch can be prepared, but not started.',
  powerStarts: {
    anything: 'Battery is enough',
    charged: `At least ${chargedPercent}%, or plugged in`,
    plugged: 'Plugged in',
  },
  powerLow: 'When a battery runs low',
  powerLowText: `Below ${lowPercent}% while copying. A paused switch continues where it stopped.`,
  powerLows: { pause: 'Pause the switch', 'go-on': 'Continue' },
  snapshots: 'Snapshots',
  retention: 'Retention',
  retentionOn: (laptop: string) => `Retention on ${laptop}`,
  retentionUnknown: (laptop: string) => `What ${laptop} keeps is not known.`,
  keptAll: 'Snapshots are kept until you delete them.',
  changeRetention: 'Change…',
  automatic: 'Automatic snapshots',
  automaticText: 'Besides those that every switch takes.',
  notifyOf: 'Notify me when',
  newsKinds: {
    ended: 'A switch has ended',
    failed: 'A switch has stopped before its end',
    question: 'A switch needs my answer',
  },
  counting: 'Counting…',
  notCounted: 'Not counted',
  matchesNothing: 'Matches nothing',
  matches: (files: number, bytes: number) => `${countOf(files, 'file')}, ${formatBytes(bytes)}`,
  notKnown: 'Not known',
  notifications: 'Notifications',
  notificationsText: 'Shown while you are looking at something else.',
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
  tryAgain: 'Try again',
}

export const onOrOff = [
  { id: 'off', label: texts.off },
  { id: 'on', label: texts.on },
] as const
