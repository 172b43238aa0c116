/**
 * The file format of a result, of which any page can be read without the rest: a line of JSON as its header, then for
 * all changes in the order of their paths: kinds (a byte each), running sums of bytes (doubles), where each path ends
 * and where each description ends (32 bits each), the paths, and the
 * descriptions as JSON.
 */
import { z } from 'zod'
import {
  changeCountsSchema,
  changeKindSchema,
  type TreeChange,
  type ChangeCounts,
} from '../../../contract/compare-calls.ts'
import { bufferFromBytePath } from '../../../kernel/byte-path.ts'
import { compareIdSchema } from '../verbs.ts'
import { messageSchema } from '../../../contract/message.ts'

export const headerSchema = z.object({
  version: z.literal(1),
  compareId: compareIdSchema,
  /** UUID and generation of both; a snapshot that is only ever read keeps them. */
  trees: z.tuple([z.string(), z.string()]),
  counts: changeCountsSchema,
  walked: messageSchema.optional(),
  count: z.number().int().min(0),
  pathBytes: z.number().int().min(0),
  detailBytes: z.number().int().min(0),
})
export type ResultHeader = z.infer<typeof headerSchema>

const kinds = changeKindSchema.options

export interface ComparisonResult {
  readonly header: ResultHeader
  readonly kinds: Buffer
  readonly sums: Float64Array
  readonly pathEnds: Uint32Array
  readonly detailEnds: Uint32Array
  readonly paths: Buffer
  readonly details: Buffer
}

export function kindNumber(kind: TreeChange['kind']): number {
  return kinds.indexOf(kind)
}

/** What it adds to the sum of bytes: only what was added or changed, and how much it is afterwards. */
function bytesOf({ kind, after }: TreeChange): number {
  return kind === 'added' || kind === 'changed' ? (after?.bytes ?? 0) : 0
}

export function countChanges(changes: readonly TreeChange[]): ChangeCounts {
  const counts = { added: 0, changed: 0, deleted: 0, renamed: 0, attributes: 0, bytes: 0 }
  for (const change of changes) {
    counts[change.kind] += 1
    counts.bytes += bytesOf(change)
  }
  return counts
}

export type ResultFacts = Pick<ResultHeader, 'compareId' | 'trees' | 'walked'>

/** `changes` are sorted by path. */
export function layOut(facts: ResultFacts, changes: readonly TreeChange[]): ComparisonResult {
  const count = changes.length
  const paths = Buffer.concat(changes.map(({ path }) => bufferFromBytePath(path)))
  const texts = changes.map((change) => Buffer.from(JSON.stringify(change)))
  const details = Buffer.concat(texts)
  const [sums, pathEnds, detailEnds] = [new Float64Array(count), new Uint32Array(count), new Uint32Array(count)]
  let [sum, pathEnd, detailEnd] = [0, 0, 0]
  for (const [index, change] of changes.entries()) {
    sums[index] = sum += bytesOf(change)
    pathEnds[index] = pathEnd += change.path.length
    detailEnds[index] = detailEnd += texts[index]?.length ?? 0
  }
  const sizes = { count, pathBytes: paths.length, detailBytes: details.length }
  const header: ResultHeader = { version: 1, ...facts, counts: countChanges(changes), ...sizes }
  return {
    header,
    kinds: Buffer.from(changes.map(({ kind }) => kindNumber(kind))),
    sums,
    pathEnds,
    detailEnds,
    paths,
    details,
  }
}

export function encodeResult({
  header,
  kinds,
  sums,
  pathEnds,
  detailEnds,
  paths,
  details,
}: ComparisonResult): readonly Uint8Array[] {
  const bytesIn = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
    new Uint8Array(buffer, byteOffset, byteLength)
  return [
    Buffer.from(`${JSON.stringify(header)}\n`),
    kinds,
    bytesIn(sums),
    bytesIn(pathEnds),
    bytesIn(detailEnds),
    paths,
    details,
  ]
}

/** Undefined for anything that is not one, is of another version, or was not written whole. */
export function decodeResult(file: Buffer): ComparisonResult | undefined {
  const end = file.indexOf(0x0a)
  const header = end < 0 ? undefined : parseHeader(file.toString('utf8', 0, end))
  if (header === undefined) return undefined
  const { count, pathBytes, detailBytes } = header
  let at = end + 1
  if (file.length !== at + count * 17 + pathBytes + detailBytes) return undefined
  const next = (length: number): Buffer => file.subarray(at, (at += length))
  // Copied, because typed arrays must be aligned.
  const numbers = (length: number): ArrayBuffer => Uint8Array.from(next(length)).buffer
  return {
    header,
    kinds: next(count),
    sums: new Float64Array(numbers(count * 8)),
    pathEnds: new Uint32Array(numbers(count * 4)),
    detailEnds: new Uint32Array(numbers(count * 4)),
    paths: next(pathBytes),
    details: next(detailBytes),
  }
}

function parseHeader(text: string): ResultHeader | undefined {
  try {
    return headerSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
