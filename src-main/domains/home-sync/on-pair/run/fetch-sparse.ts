/** Files with holes: only what has contents is read, sent and written. */
import { pushFiles } from '../../../../commons/transfers/on-pair/push-files.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { packSparse, seedSparse, sparseAtOnce, unpackSparse } from '../../sparse-verbs.ts'
import type { Scanned, Scans } from '../compare/read-entries.ts'
import { storedBytesOf } from '../compare/stored-bytes.ts'
import type { FileToFetch, Lines } from './find-lines.ts'

/** rsync reads and sends fewer bytes of holes sooner than they are packed. */
const worthPackingBytes = 16 * 1024 * 1024

/** With what of its files is stored, and crosses, instead of how long they are. */
export async function withoutHoles(lines: Lines, from: Scanned, options: CallOptions): Promise<Lines> {
  const stored = await storedBytesOf(from, lines.files, options)
  if (stored.size === 0) return lines
  const files = lines.files.map((file): FileToFetch => {
    const bytes = stored.get(file.path)
    if (bytes === undefined || file.bytes - bytes < worthPackingBytes) return file
    return { ...file, bytes, isSparse: true }
  })
  const sum = (some: readonly FileToFetch[]) => some.reduce((total, { bytes }) => total + bytes, 0)
  return { ...lines, files, bytes: lines.bytes - sum(lines.files) + sum(files) }
}

interface Sparse {
  readonly pair: Pair
  readonly scans: Scans
  readonly switchId: string
  readonly files: readonly FileToFetch[]
  /** Where the target has another version of a file. */
  readonly seeds: Lines['seeds']
}

interface FetchedSparse {
  /** All but owners, rights, times and attributes. The others are to be sent as any file is. */
  readonly paths: ReadonlySet<BytePath>
  readonly sentBytes: number
}

export async function fetchSparse(sparse: Sparse, options: CallOptions): Promise<FetchedSparse> {
  const { pair, scans, switchId, files, seeds } = sparse
  const { signal } = options
  const asked = files.flatMap(({ path, isSparse }) => (isSparse === true ? [path] : [])).slice(0, sparseAtOnce)
  if (asked.length === 0) return { paths: new Set(), sentBytes: 0 }
  const { scanId } = scans.from.scan
  const packed = await pair.from.call(packSparse, { scanId, paths: asked }, { signal })
  if (packed.files.length === 0) return { paths: new Set(), sentBytes: 0 }
  const ownOf = new Map(seeds.map(({ from, to }) => [to, from]))
  const seeded = packed.files.map((file) => {
    const own = ownOf.get(file.path)
    return own === undefined ? file : { ...file, own }
  })
  await pair.to.call(seedSparse, { switchId, scanId: scans.to.scan.scanId, files: seeded }, { signal })
  try {
    const names = packed.files.map((file) => file.packed)
    const { sentBytes } = await pushFiles(pair, { area: 'home-sparse', paths: names }, options)
    const { paths } = await pair.to.call(unpackSparse, { switchId, files: packed.files }, { signal })
    return { paths: new Set(paths), sentBytes }
  } catch (thrown) {
    // Which of them the disk does not give is found when they are sent as others are.
    if (!(thrown instanceof AppError) || thrown.code !== 'transfer-failed') throw thrown
    return { paths: new Set(), sentBytes: 0 }
  } finally {
    // What stays because of that is removed when something is packed again, and when the switch is over.
    await pair.from.call(packSparse, { scanId, paths: [] }, { signal }).catch(() => undefined)
  }
}
