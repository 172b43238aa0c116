/** What the bench of homes prints: one table for each size, and the sizes beside each other. */
import type { ByHand } from './by-hand.ts'
import type { Milliseconds } from './measure.ts'
import type { Peak } from './memory.ts'
import { tableLines, type Row } from './table.ts'

/** Files that are changed between two switches. */
export const changes = 1000
const aimedAtFiles = 100_000
/** What a home of another size may take beside one of that size. */
const timesAtMost = 1.5

interface Switching {
  readonly product: Milliseconds
  readonly byHand: Milliseconds
}

export interface Measured {
  readonly files: number
  readonly planMs: Milliseconds
  readonly first: Switching
  readonly nothing: Milliseconds
  readonly work: Switching
  readonly placing: Switching
  readonly memory: { readonly planned: Peak; readonly most: Peak; readonly first: Peak; readonly resting: Peak }
}

export function report({ files, planMs, first, nothing, work, placing, memory }: Measured, byHand: ByHand): void {
  const looking = byHand.ssh + byHand.rsync + byHand.apt
  const around = looking - byHand.rsync + byHand.snapshots
  const seconds = (product: Milliseconds, hand: Milliseconds) => ({
    product: product / 1000,
    byHand: hand / 1000,
    unit: 's' as const,
  })
  const megabytes = (peak: Peak) => ({ product: peak.bytes / 1e6, byHand: byHand.rsyncMemory.bytes / 1e6 })
  // What grows with the home by its nature has an aim for one of 100,000 files alone.
  const aimOf = (aim: number) => (files <= aimedAtFiles ? aim : Number.NaN)
  const lookingAtAll = looking + byHand.snapshots + byHand.scan
  const rows: readonly Row[] = [
    { what: 'a plan', ...seconds(planMs, looking), aim: aimOf(0.7) },
    {
      what: 'a switch with nothing to do',
      ...seconds(nothing, lookingAtAll),
      // Also at most a fifth of by hand, which for a smaller home is little more than starting ssh.
      aim: aimOf(files === aimedAtFiles ? Math.min(2, lookingAtAll / 5_000) : 2),
    },
    { what: `a switch with ${changes} changed files`, ...seconds(work.product, work.byHand + around), aim: aimOf(4) },
    { what: 'of it, placing them', ...seconds(placing.product, placing.byHand), aim: aimOf(0.5) },
    { what: 'the first switch', ...seconds(first.product, first.byHand + around), aim: aimOf(45) },
    { what: 'memory at rest, both apps', ...megabytes(memory.resting), unit: 'MB', aim: aimOf(250) },
    { what: 'memory with a plan open', ...megabytes(memory.planned), unit: 'MB', aim: aimOf(250) },
    { what: 'memory while switching', ...megabytes(memory.most), unit: 'MB', aim: aimOf(350) },
    { what: 'memory in the first switch', ...megabytes(memory.first), unit: 'MB', aim: aimOf(500) },
  ]
  console.log(`A home of ${files.toLocaleString('en-US')} files. By hand, one after the other:`)
  console.log(`  ssh xps true                               ${inSeconds(byHand.ssh)}`)
  console.log(`  rsync -nai --delete over ssh of /home      ${inSeconds(byHand.rsync)}`)
  console.log(`  rsync -aHAX of ${changes} changed files        ${inSeconds(work.byHand)}`)
  console.log(`  rsync -aHAX --checksum, the first time     ${inSeconds(first.byHand)}`)
  console.log(`  cp --reflink and rm of ${changes} changed files   ${inSeconds(placing.byHand)}`)
  console.log(`  btrfs snapshot of /home, both laptops      ${inSeconds(byHand.snapshots)}`)
  console.log(`  apt-get -s dist-upgrade, both laptops      ${inSeconds(byHand.apt)}`)
  console.log(`  a Syncthing scan of /home, both laptops    ${inSeconds(byHand.scan)}`)
  console.log(`Memory at its most: ${memory.most.parts.join(', ')}`)
  console.log(`  in the first switch: ${memory.first.parts.join(', ')}`)
  console.log(
    'A plan stands beside ssh, rsync and apt; a switch with nothing to do beside snapshots and scans as well;',
  )
  console.log(
    'other switches beside ssh, apt, snapshots and an rsync that copies; placing beside cp and rm; memory beside rsync.\n',
  )
  for (const line of tableLines(rows)) console.log(line)
}

/** What follows from what changed must not follow from how much there is. */
export function sizeLines(measured: readonly Measured[]): readonly string[] {
  const aimedAt = measured.find(({ files }) => files === aimedAtFiles)
  if (aimedAt === undefined) return []
  const rows = measured
    .filter((one) => one !== aimedAt)
    .flatMap(({ files, planMs, nothing, work, placing }): Row[] => {
      const size = `${files.toLocaleString('en-US')} files: `
      const row = (what: string, ms: Milliseconds, beside: Milliseconds): Row => ({
        what: size + what,
        product: ms / 1000,
        byHand: beside / 1000,
        unit: 's',
        aim: (beside / 1000) * timesAtMost,
      })
      return [
        row('a plan', planMs, aimedAt.planMs),
        row('a switch with nothing to do', nothing, aimedAt.nothing),
        row(`a switch with ${changes} changed files`, work.product, aimedAt.work.product),
        row('of it, placing them', placing.product, aimedAt.placing.product),
      ]
    })
  if (rows.length === 0) return []
  return ['', `Beside a home of ${aimedAtFiles.toLocaleString('en-US')} files:\n`, ...tableLines(rows, 'with those')]
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(2).padStart(7)} s`
}
