/** What the questions about packages and services say, and what follows from an answer. */
import { formatBytes, formatCount } from '../../../../kernel/units.ts'
import type { UnitChange } from '../../model.ts'

interface OnlyThere {
  readonly label: string
  readonly version: string
}

interface Removed {
  /** May be empty. */
  readonly summary: string
  readonly auto: boolean
  /** At its version. */
  readonly isHeld: boolean
  /** Of all that go. */
  readonly bytes: number
  /** How many go along. */
  readonly others: number
}

export const onlyThere = ({ label, version }: OnlyThere): string => `Only ${label} has it (${version})`

export const alikeRemovals = (label: string) => ({
  one: `is only on ${label}`,
  many: `are only on ${label}`,
  usual: `Kept on ${label}`,
})

export function removalReason(only: OnlyThere, { summary, auto, isHeld, bytes, others }: Removed): string {
  const along = others === 0 ? '' : ` with ${others === 1 ? '1 other' : `${formatCount(others)} others`}`
  const parts = [
    ...(summary === '' ? [] : [summary]),
    ...(bytes === 0 ? [] : [`${formatBytes(bytes)}${along}`]),
    auto ? 'Installed for other packages' : 'Installed by hand',
    ...(isHeld ? ['On hold'] : []),
    onlyThere(only),
  ]
  return parts.join(' · ')
}

export const removal = {
  keep: (label: string) => ({ label: `Keep on ${label}`, word: 'Keep', effect: `Stays on ${label}.` }),
  keepAlways: (pair: { from: string; to: string }): string =>
    `Stays on ${pair.to}. ${pair.from} gets it only where another package needs it. Not asked about again.`,
  remove: (label: string) => ({
    label: `Remove from ${label}`,
    word: 'Remove',
    effect: `Removed from ${label}. Its configuration stays.`,
  }),
} as const

interface Consequences {
  readonly removed: readonly string[]
  readonly installed: readonly string[]
  readonly possible: readonly string[]
}

/** Undefined when removing `name` changes nothing else. */
export function consequence(name: string, { removed, installed, possible }: Consequences): string | undefined {
  const sentences = [
    ...(removed.length > 0 ? [`Removing ${name} also removes ${removed.join(', ')}.`] : []),
    ...(installed.length > 0 ? [`Removing ${name} also installs ${installed.join(', ')}.`] : []),
    ...(possible.length > 0 ? [`Removing ${name} lets ${possible.join(', ')} be installed.`] : []),
  ]
  return sentences.length === 0 ? undefined : sentences.join(' ')
}

const unitStates: Readonly<Record<UnitChange['change'], readonly [here: string, label: string]>> = {
  enable: ['starts automatically', 'Enable'],
  disable: ['does not start automatically', 'Disable'],
  mask: ["can't be started", 'Mask'],
  unmask: ['can be started', 'Unmask'],
  'unmask-and-enable': ['starts automatically', 'Unmask and enable'],
  'set-default': ['is what the laptop starts into', 'Start into it'],
}

export const unitReason = (change: UnitChange['change'], label: string): string =>
  `On ${label} it ${unitStates[change][0]}`
export function alikeUnits(change: UnitChange['change'], pair: { readonly from: string; readonly to: string }) {
  if (change === 'enable')
    return {
      one: `service starts automatically on ${pair.from}`,
      many: `services start automatically on ${pair.from}`,
      usual: `From the next start of ${pair.to} on`,
    }
  return { one: 'service is set otherwise', many: 'services are set otherwise', usual: `Left as on ${pair.to}` }
}
export const unitKeep = (label: string) => ({ label: 'Leave', effect: `Stays as it is on ${label}.` })
export const unitKeepAlways = (label: string): string =>
  `Stays as it is on ${label}. Each laptop keeps its own setting. Not asked about again.`
export const unitFollow = ({ change, scope }: UnitChange, label: string) => ({
  label: unitStates[change][1],
  effect: scope === 'users' ? setAs.users(label) : setAs[change](label),
})

const setAs = {
  unmask: (label: string): string => `Set as on ${label}.`,
  enable: (label: string): string => `Set as on ${label}.`,
  disable: (label: string): string => `Set as on ${label}, and stopped now.`,
  mask: (label: string): string => `Set as on ${label}, and stopped now.`,
  'unmask-and-enable': (label: string): string => `Set as on ${label}, and started now.`,
  'set-default': (label: string): string => `Set as on ${label}, from the next start on.`,
  users: (label: string): string => `Set as on ${label}, from each user's next login.`,
} as const

/** Of a service that will be enabled in any case. */
export const unitEnable = {
  later: (label: string) => ({
    label: `When ${label} starts next`,
    word: 'Later',
    effect: `Starts when ${label} starts next, and at every start after that.`,
  }),
  now: (label: string) => ({
    label: 'Start now',
    word: 'Start now',
    effect: `Starts during the switch, and whenever ${label} starts.`,
  }),
} as const
