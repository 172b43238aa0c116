/** Whether each pair is the same, has other contents, or only another mode, owner or attribute. Times do not count. */
import { readlinkSync, closeSync, readSync } from 'node:fs'
import type { ByteRange } from '../../../commons/tree-changes/on-machine/replay.ts'
import { isSameFile, placeOf, type TreeEntryFacts } from '../../../commons/tree-changes/on-machine/tree-entry.ts'
import type { Yielding } from '../../../commons/tree-changes/on-machine/yielding.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { openFile } from '../../../tools/files/safe-path.ts'
import { readAttributes } from '../../../tools/files/attributes.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { PairedEntries } from './pair-trees.ts'
import type { Touch } from './two-trees.ts'

export interface PairAssessment {
  readonly one: string
  readonly other: string
  readonly touches: ReadonlyMap<number, Touch> | undefined
  /** Files last changed before this time did not change between the two. */
  readonly untouchedBeforeMs: number
  readonly yielding: Yielding
  readonly tell: (done: number) => void
}

export interface AssessedPair {
  readonly pair: PairedEntries
  readonly kind: 'renamed' | 'changed' | 'attributes'
}

type Verdict = 'same' | 'changed' | 'attributes' | 'ask-attributes'

export async function assessPairs(
  pairs: readonly PairedEntries[],
  assessment: PairAssessment,
  options: RunOptions,
): Promise<readonly AssessedPair[]> {
  const assessed: AssessedPair[] = []
  const unsure: PairedEntries[] = []
  for (const [index, pair] of pairs.entries()) {
    const verdict = pair.moved ? 'renamed' : await assess(pair, assessment)
    if (verdict === 'ask-attributes') unsure.push(pair)
    else if (verdict !== 'same') assessed.push({ pair, kind: verdict })
    assessment.tell(index + 1)
    const turn = assessment.yielding.next()
    if (turn !== undefined) await turn
  }
  return [...assessed, ...(await checkAttributes(unsure, assessment, options))]
}

async function assess(pair: PairedEntries, assessment: PairAssessment): Promise<Verdict> {
  const one = pair.one.facts
  const other = pair.other.facts
  if (one.type !== other.type || one.device !== other.device) return 'changed'
  const touch = whatTouched(one, other, assessment)
  if (touch === 'nothing') return 'same'
  if (one.type === 'file' && !(await sameContents(pair, touch, assessment))) return 'changed'
  if (one.type === 'link' && !sameTarget(pair, assessment)) return 'changed'
  if (one.mode !== other.mode || one.uid !== other.uid || one.gid !== other.gid) return 'attributes'
  if (touch === 'unknown') return 'ask-attributes'
  return touch.xattrs ? 'attributes' : 'same'
}

const untouched: Touch = { ranges: [], xattrs: false }

function whatTouched(
  one: TreeEntryFacts,
  other: TreeEntryFacts,
  { touches, untouchedBeforeMs }: PairAssessment,
): Touch | 'nothing' | 'unknown' {
  if (!isSameFile(one, other)) return 'unknown'
  const touch = touches === undefined ? 'unknown' : (touches.get(other.ino) ?? untouched)
  return one.ctimeMs === other.ctimeMs && one.ctimeMs < untouchedBeforeMs ? 'nothing' : touch
}

/** Compares only ranges that the stream says were written. A defragmented file was written, but is the same. */
async function sameContents(
  { one, other }: PairedEntries,
  touch: Touch | 'unknown',
  assessment: PairAssessment,
): Promise<boolean> {
  const { bytes } = one.facts
  if (bytes !== other.facts.bytes) return false
  const ranges = touch === 'unknown' ? [{ offset: 0, length: bytes }] : touch.ranges
  if (ranges.length === 0 || bytes === 0) return true
  const files = { one: placeOf(assessment.one, one.path), other: placeOf(assessment.other, other.path) }
  return haveSameBytes({ ...files, bytes, ranges }, assessment.yielding)
}

function sameTarget({ one, other }: PairedEntries, assessment: PairAssessment): boolean {
  if (isSameFile(one.facts, other.facts)) return true
  const target = (root: string, path: BytePath) => readlinkSync(placeOf(root, path), { encoding: 'buffer' })
  return target(assessment.one, one.path).equals(target(assessment.other, other.path))
}

async function checkAttributes(
  pairs: readonly PairedEntries[],
  assessment: PairAssessment,
  options: RunOptions,
): Promise<readonly AssessedPair[]> {
  if (pairs.length === 0) return []
  const read = async (root: string, paths: readonly BytePath[]) => {
    const places = paths.map((path) => placeOf(root, path).toString('latin1'))
    const found = await readAttributes({ paths: places }, options)
    return places.map((place) => found.get(place) ?? '')
  }
  const [before, after] = await Promise.all([
    read(
      assessment.one,
      pairs.map(({ one }) => one.path),
    ),
    read(
      assessment.other,
      pairs.map(({ other }) => other.path),
    ),
  ])
  return pairs.flatMap((pair, index) => (before[index] === after[index] ? [] : [{ pair, kind: 'attributes' as const }]))
}

const pieceBytes = 256 * 1024

interface FilePair {
  readonly one: Buffer
  readonly other: Buffer
  /** Of both. */
  readonly bytes: number
  readonly ranges: readonly ByteRange[]
}

/** Compares the contents of two files in read-only trees: all of them, or the ranges that may differ. */
async function haveSameBytes({ one, other, bytes, ranges }: FilePair, yielding: Yielding): Promise<boolean> {
  const first = openFile(one)
  let second: number | undefined
  try {
    second = openFile(other)
    if (first === undefined || second === undefined)
      throw new Error('a read-only tree lacks a file that it was listed with')
    for (const { offset, length } of ranges) {
      const end = Math.min(bytes, offset + length)
      if (!(await sameRange(first, second, { from: offset, end }, yielding))) return false
    }
    return true
  } finally {
    for (const open of [first, second]) if (open !== undefined) closeSync(open)
  }
}

async function sameRange(
  one: number,
  other: number,
  { from, end }: { readonly from: number; readonly end: number },
  yielding: Yielding,
): Promise<boolean> {
  const room = Math.max(0, Math.min(pieceBytes, end - from))
  const [first, second] = [Buffer.allocUnsafe(room), Buffer.allocUnsafe(room)]
  for (let at = from; at < end; at += room) {
    const wanted = Math.min(room, end - at)
    const read = fill(one, first, at, wanted)
    if (read !== fill(other, second, at, wanted)) return false
    if (!first.subarray(0, read).equals(second.subarray(0, read))) return false
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
  return true
}

function fill(descriptor: number, into: Buffer, at: number, wanted: number): number {
  let done = 0
  while (done < wanted) {
    const read = readSync(descriptor, into, done, wanted - done, at + done)
    if (read === 0) break
    done += read
  }
  return done
}
