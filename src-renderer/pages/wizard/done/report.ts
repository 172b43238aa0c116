/** A proof as a text to keep. Pure. */
import { proofTitle, verdictOf } from '../../../../src-main/contract/proof/proof-title.ts'
import { leftBecause, verdictWords } from '../../../../src-main/contract/proof/texts.ts'
import type { Proof, VerificationItem } from '../../../../src-main/contract/switch-state.ts'
import { formatBytes, formatTook } from '../../../../src-main/kernel/units.ts'
import { formatLongPoint } from '../../../format/time.ts'
import { texts } from './texts.ts'

export function reportText(proof: Proof): string {
  const { from, to, startedAt, finishedAt, switchId, snapshotId } = proof
  const head = [
    texts.reportTitle(from.label, to.label),
    proofTitle(proof),
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
    `${title} (${formatTook(ms)}${outcome.bytes > 0 ? `, ${formatBytes(outcome.bytes)}` : ''})`,
    `  ${outcome.text}`,
    ...verification.items.flatMap((item) => [
      `  ${verdictWords[verdictOf(item)]}: ${item.title}. ${item.text}`,
      ...named(texts.chosen, item.chosen, item.moreChosen),
      ...(item.left ?? []).flatMap((left) => named(leftBecause(left), left.names, left.count - left.names.length)),
      ...notCompared(item),
      ...named(texts.differs, item.differences),
      ...named(texts.readBack, item.readBack),
    ]),
    ...verification.notes.map((note) => `  ${texts.note(note)}`),
  ]
}

function notCompared({ notCompared: open }: VerificationItem): readonly string[] {
  if (open === undefined) return []
  const title = open.why === 'undecided' ? texts.undecided : texts.notCompared
  return named(title, open.names, open.count - open.names.length)
}

function named(title: string, names: readonly string[], more = 0): readonly string[] {
  if (names.length === 0) return []
  const rest = more > 0 ? [`      ${texts.moreNames(more)}`] : []
  return [`    ${title}:`, ...names.map((name) => `      ${name}`), ...rest]
}

/** "pc-switcher 2026-11-20 P17 to XPS 13" */
export function reportName({ from, to, finishedAt }: Proof): string {
  return texts.reportFileName(finishedAt.slice(0, 10), from.label, to.label).replace(/[/\\]/g, '-')
}
