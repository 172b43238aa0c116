/** What the command line says of switches that stand still, and of their logs. */
import type { LogLine, SwitchEntry } from '../../../contract/activity-calls.ts'
import { givingUpMeans, stopSentence } from '../../../contract/stop-words.ts'
import type { SwitchState } from '../../../contract/switch-state.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { localTime } from '../local-time.ts'

export const paused = 'Paused. To continue: pc-switcher resume. To give it up: pc-switcher give-up'
export const finishedMeanwhile = 'It finished before it could be paused. To see how it went: pc-switcher log'
export const noSwitches = 'No switch yet.'

export const givenUp = (to: string): string => `Given up. ${givingUpMeans(to)} To plan a new one: pc-switcher plan`

export const givenUpHere = (from: string): string =>
  `Given up on this laptop. ${from} could not be told: until it is, it offers to resume the switch. The next plan asks about it.`

/** Why the switch of this laptop stands still, and what can be done; nothing for one that does not. */
export function stoppedLines(state: SwitchState): readonly string[] {
  if (state.kind !== 'interrupted') return []
  const { by, error, plan, stoppedAt } = state
  return [
    `  Stopped ${localTime(stoppedAt)}. ${stopSentence({ by, error, from: plan.from.label })}`,
    `  To give it up: pc-switcher give-up. ${givingUpMeans(plan.to.label)}`,
  ]
}

/** What a person types for it. */
export function shortId(switchId: string): string {
  return switchId.slice(switchId.lastIndexOf('-') + 1)
}

const results: Readonly<Record<SwitchEntry['result'], string>> = {
  verified: 'verified',
  'not-finished': 'not finished',
  running: 'running',
}

/** "b76059  2026-11-20 18:17:19  P17 → XPS 13  verified" */
export function switchLine({ switchId, startedAt, from, to, result }: SwitchEntry): string {
  return `${shortId(switchId)}  ${localTime(startedAt)}  ${from.label} → ${to.label}  ${results[result]}`
}

export function logLines(lines: readonly LogLine[]): readonly string[] {
  return lines.map(({ at, text, tone }) => `  ${localTime(at)}  ${tone === 'error' ? '! ' : ''}${indented(text)}`)
}

/** Details have lines of their own. */
function indented(text: string): string {
  return text.replaceAll('\n', `\n${' '.repeat('  2026-11-20 18:17:19  '.length)}`)
}

export const noRunningSwitch = (elsewhere: string | undefined): ErrorText => ({
  message: 'No switch is running on this laptop.',
  hint:
    elsewhere === undefined
      ? 'Run pc-switcher status to see what the laptops are doing.'
      : `It runs on ${elsewhere}: run pc-switcher pause there.`,
})

export const noSuchSwitch = (id: string): ErrorText => ({
  message: `No switch has the ID "${id}".`,
  hint: 'To list all of them: pc-switcher log --list',
})

export const severalSwitches = (id: string, count: number): ErrorText => ({
  message: `${count} switches have the ID "${id}".`,
  hint: 'Give the whole ID, as printed by: pc-switcher log --list --json',
})

export const suspended = (laptop: string): string => `${laptop} is going to sleep.`

export const nothingToSuspend: ErrorText = {
  message: 'It is not known which laptop was left.',
  hint: 'Suspend works after a switch that was verified. Run pc-switcher status.',
}
