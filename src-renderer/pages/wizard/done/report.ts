/** A proof as a text to keep. Pure. */
import type { Proof } from '../../../../src-main/contract/switch-state.ts'
import { formatBytes, formatDuration } from '../../../../src-main/kernel/units.ts'
import { formatLongPoint } from '../../../format/time.ts'
import { verdictWords } from './verdict-words.ts'
import { texts } from './texts.ts'

export function reportText(proof: Proof): string {
  const { from, to, startedAt, finishedAt, verified, switchId, snapshotId } = proof
  const head = [
    texts.reportTitle(from.label, to.label),
    verified ? texts.reportVerified : texts.reportNotFinished,
    '',
    texts.reportStarted(formatLongPoint(startedAt), startedAt),
    texts.reportFinished(formatLongPoint(finishedAt), finishedAt),
    texts.reportSwitch(switchId),
    ...(snapshotId === undefined ? [] : [texts.reportSnapshot(snapshotId)]),
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
      ...named(texts.chosen, item.chosen),
      ...named(texts.differs, item.differences),
      ...named(texts.readBack, item.readBack),
    ]),
    ...verification.notes.map((note) => `  ${texts.note(note)}`),
  ]
}

function named(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`    ${title}:`, ...names.map((name) => `      ${name}`)]
}

/** "pc-switcher 2026-11-20 P17 to XPS 13" */
export function reportName({ from, to, finishedAt }: Proof): string {
  return texts.reportFileName(finishedAt.slice(0, 10), from.label, to.label).replace(/[/\\]/g, '-')
}
