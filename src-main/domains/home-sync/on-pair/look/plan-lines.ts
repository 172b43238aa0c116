/**
 * All that differs, as it was compared for one plan: what is listed and looked into is read from here, so that nothing is
 * scanned twice. A first switch can have a million of them: they are packed, which takes about twelve bytes for each. All that
 * is kept takes 96 MB at most, and as much again while another plan is made.
 */
import { promisify } from 'node:util'
import { deflateRawSync, inflateRaw as inflateRawCallback } from 'node:zlib'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Difference, SideChange } from '../compare/difference.ts'
import type { FoundRenames } from '../plan/found-renames.ts'

const inflateRaw = promisify(inflateRawCallback)

const chunkCharacters = 256 * 1024
const packedBytesAtMost = 96_000_000

export interface PlanLines {
  /** False when there were too many: those at the end are missing. */
  readonly isWhole: boolean
  /** "alice", below /home: in it, paths are shown without it. */
  readonly personFolder: BytePath
  readonly chunks: number
  readonly packedBytes: number
  /** In tree order, as all chunks are. */
  readonly read: (chunk: number) => Promise<readonly Difference[]>
  /** The first chunk that can have something at or below this key. */
  readonly chunkOf: (key: string) => number
  /** Of those read later: their contents turned out to be equal. */
  readonly isSame: (key: string) => boolean
  /** Two lines each, or as many as a folder has twice. */
  readonly renamed: FoundRenames
}

interface LineWriter {
  readonly add: (difference: Difference) => void
  readonly leaveOut: (keys: Iterable<string>) => void
  readonly end: (personFolder: BytePath, renamed: FoundRenames) => PlanLines
}

interface Chunk {
  readonly firstKey: string
  readonly packed: Buffer
}

export function createLineWriter(mostBytes = packedBytesAtMost): LineWriter {
  const chunks: Chunk[] = []
  const same = new Set<string>()
  let open: Difference[] = []
  let characters = 0
  let packedBytes = 0
  let isWhole = true

  function close(): void {
    const [first] = open
    if (first === undefined) return
    const packed = deflateRawSync(Buffer.from(JSON.stringify(open.map(toRow)), 'latin1'), { level: 1 })
    packedBytes += packed.length
    chunks.push({ firstKey: apart(first.key), packed })
    open = []
    characters = 0
  }

  return {
    add(difference) {
      if (packedBytes >= mostBytes) {
        isWhole = false
        return
      }
      open.push(difference)
      const { key, from, to } = difference
      characters += key.length + (from?.shared.length ?? 0) + (to?.shared.length ?? 0)
      if (characters >= chunkCharacters) close()
    },
    leaveOut(keys) {
      for (const key of keys) same.add(key)
    },
    end(personFolder, renamed) {
      close()
      return {
        isWhole,
        personFolder,
        chunks: chunks.length,
        packedBytes,
        read: (chunk) => readChunk(chunks[chunk]),
        chunkOf: (key) =>
          Math.max(
            0,
            chunks.findLastIndex(({ firstKey }) => firstKey <= key),
          ),
        isSame: (key) => same.has(key),
        renamed,
      }
    },
  }
}

/** A text of its own: one that was cut out of a page of a list keeps all of the page. */
const apart = (key: string): string => Buffer.from(key, 'latin1').toString('latin1')

type Row = readonly [key: string, from: SideRow | 0, to: SideRow | 0]
type SideRow = readonly [kind: SideChange['kind'], shared: string, storedBytes?: number]

function toRow({ key, from, to }: Difference): Row {
  return [key, toSideRow(from), toSideRow(to)]
}

function toSideRow(side: SideChange | undefined): SideRow | 0 {
  if (side === undefined) return 0
  const { kind, shared, storedBytes } = side
  return storedBytes === undefined ? [kind, shared] : [kind, shared, storedBytes]
}

function fromSideRow([kind, shared, storedBytes]: SideRow): SideChange {
  return { kind, shared, ...(storedBytes === undefined ? {} : { storedBytes }) }
}

async function readChunk(chunk: Chunk | undefined): Promise<readonly Difference[]> {
  if (chunk === undefined) return []
  const text = (await inflateRaw(chunk.packed)).toString('latin1')
  const rows = JSON.parse(text) as readonly Row[]
  return rows.map(([key, from, to]) => ({
    key,
    ...(from === 0 ? {} : { from: fromSideRow(from) }),
    ...(to === 0 ? {} : { to: fromSideRow(to) }),
  }))
}

const plansKept = 2

/** Those of the last plans: the one that is shown, and the one that is made anew when it is started, as far as there is room. */
interface KeptLines {
  readonly keep: (scans: PlanScans, lines: PlanLines) => void
  readonly of: (scans: PlanScans) => PlanLines | undefined
}

interface PlanScans {
  readonly from: string
  readonly to: string
}

export function createKeptLines(mostBytes = packedBytesAtMost): KeptLines {
  const kept = new Map<string, PlanLines>()
  const nameOf = ({ from, to }: PlanScans): string => `${from} ${to}`
  return {
    keep(scans, lines) {
      kept.delete(nameOf(scans))
      kept.set(nameOf(scans), lines)
      const held = (): number => [...kept.values()].reduce((sum, { packedBytes }) => sum + packedBytes, 0)
      // The newest one is kept however large it is: it is limited by itself.
      for (const name of [...kept.keys()].slice(0, -1))
        if (kept.size > plansKept || held() > mostBytes) kept.delete(name)
    },
    of: (scans) => kept.get(nameOf(scans)),
  }
}
