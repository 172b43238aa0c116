/** What the placer is asked to do in /etc, in an order that is safe to stop after each line. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { PlaceLine } from '../../../../tools/files/place-lines.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import { ancestorsOf } from '../restore/read-source.ts'
import type { EtcChange, EtcComparison } from './compare-etc.ts'

/** What makes way for something of another kind goes first, everything else last. Folders get their times at the end. */
export function linesOfEtc({ changes, to }: Pick<EtcComparison, 'changes' | 'to'>): readonly PlaceLine[] {
  const gone = changes.filter(({ kind }) => kind === 'deleted').reverse()
  const back = changes.filter(({ kind }) => kind !== 'deleted')
  const inTheWay = new Set(back.filter(isOtherwise).map((change) => change.path))
  const isInTheWay = ({ path: one }: EtcChange): boolean => ancestorsOf(one).some((around) => inTheWay.has(around))
  const missing = missingFolders(back, to)
  const folders = back.flatMap(({ path: one, after }) => (after?.type === 'd' ? [one] : []))
  return [
    ...gone.filter(isInTheWay).map(removal),
    ...distinct([...missing, ...back.map((change) => change.path)]).map(placing),
    ...gone.filter((change) => !isInTheWay(change)).map(removal),
    ...distinct([...missing, ...folders])
      .reverse()
      .map(placing),
  ]
}

function isOtherwise({ before, after }: EtcChange): boolean {
  return before !== undefined && before.type !== after?.type
}

function missingFolders(back: readonly EtcChange[], etc: string): readonly BytePath[] {
  const parents = back.flatMap(({ path: one, kind }) => (kind === 'added' ? ancestorsOf(one) : []))
  return distinct(parents).filter((around) => statInside(etc, around) === undefined)
}

/** Outer ones first. */
function distinct(paths: readonly BytePath[]): BytePath[] {
  return [...new Set(paths)].sort()
}

function placing(path: BytePath): PlaceLine {
  return { path, action: 'place' }
}

function removal({ path }: EtcChange): PlaceLine {
  return { path, action: 'remove' }
}
