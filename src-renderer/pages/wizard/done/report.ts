/** A proof as a text to keep. Pure. */
import type { Proof } from '../../../../src-main/contract/switch-state.ts'
import { formatBytes, formatDuration } from '../../../../src-main/kernel/units.ts'
import { formatLongPoint } from '../../../format/time.ts'
import { verdictWords } from './verdict-words.ts'

export function reportText(proof: Proof): string {
  const { from, to, startedAt, finishedAt, verified, switchId, snapshotId } = proof
  const head = [
    `Switch from ${from.label} to ${to.label}`,
    verified ? 'Compared: nothing differs but what was chosen.' : 'Not finished: some things differ.',
    '',
    `Started:  ${formatLongPoint(startedAt)} (${startedAt})`,
    `Finished: ${formatLongPoint(finishedAt)} (${finishedAt})`,
    `Switch:   ${switchId}`,
    ...(snapshotId === undefined ? [] : [`Snapshot: ${snapshotId}`]),
  ]
  return [...head, ...proof.steps.flatMap(stepLines), ''].join('\n')
}

function stepLines({ title, ms, outcome, verification }: Proof['steps'][number]): readonly string[] {
  return [
    '',
    `${title} (${formatDuration(ms)}${outcome.bytes > 0 ? `, ${formatBytes(outcome.bytes)}` : ''})`,
    `  ${outcome.text}`,
    ...verification.items.flatMap((item) => [
      `  ${verdictWords[item.verdict]}: ${item.title}. ${item.text}`,
      ...named('Chosen to differ', item.chosen),
      ...named('Differs', item.differences),
      ...named('Read back in full', item.readBack),
    ]),
    ...verification.notes.map((note) => `  Note: ${note}`),
  ]
}

function named(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`    ${title}:`, ...names.map((name) => `      ${name}`)]
}

/** "pc-switcher 2026-11-20 P17 to XPS 13" */
export function reportName({ from, to, finishedAt }: Proof): string {
  return `pc-switcher ${finishedAt.slice(0, 10)} ${from.label} to ${to.label}`.replace(/[/\\]/g, '-')
}
