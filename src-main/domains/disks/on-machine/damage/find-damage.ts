/** After a scrub: finds the blocks that it could not repair, and keeps them. */
import type { HostContext } from '../../../../machine/machine.ts'
import { blocksOfStripe, parseScrubReports } from '../../../../tools/btrfs/btrfs-damage.ts'
import { readFileSystem } from '../../../../tools/btrfs/btrfs-file-system.ts'
import { canReadBlock } from '../../../../tools/files/read-block.ts'
import { readKernelLog } from '../../../../tools/kernel-log.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { readDamage, removeDamage, writeDamage, type Damage } from './damage-file.ts'
import { nameFiles } from './name-files.ts'

/** One after the other is looked at: more are named by the next check, after these were brought back. */
const mostStripes = 64

/** `uncorrectable`: how many there are. What the log has is not believed: each block is read once more. */
export async function keepDamage(
  place: string,
  uncorrectable: number,
  { stateFolder }: Pick<HostContext, 'stateFolder'>,
  options: RunOptions,
): Promise<Damage | undefined> {
  const { id, devices } = await readFileSystem(place, options)
  if (uncorrectable === 0) {
    removeDamage(stateFolder, id)
    return undefined
  }
  const known = readDamage(stateFolder, id)?.blocks ?? []
  const keep = (blocks: readonly number[]): Damage => {
    const damage = { blocks: [...blocks], unnamed: Math.max(0, uncorrectable - blocks.length) }
    writeDamage(stateFolder, id, damage)
    return damage
  }
  // How many there are is told also where nothing more can be found out about them.
  keep(known)
  const stripes = parseScrubReports(
    readKernelLog(),
    devices.flatMap(({ path }) => path ?? []),
  )
  const asked = new Set([...known, ...stripes.slice(-mostStripes).flatMap(blocksOfStripe)])
  return keep(await keepDamaged(place, { asked: [...asked], known: new Set(known) }, options))
}

interface Asked {
  readonly asked: readonly number[]
  /** Those among them that were damaged before. */
  readonly known: ReadonlySet<number>
}

async function keepDamaged(place: string, { asked, known }: Asked, options: RunOptions): Promise<number[]> {
  const { files, untold } = await nameFiles(place, asked, options)
  const damaged = untold.filter((block) => known.has(block))
  for (const block of asked) {
    // What one file cannot read there, no file can.
    const reader = files
      .flatMap(({ paths: [file], uses }) => uses.flatMap((use) => (file === undefined ? [] : [{ ...use, file }])))
      .find((use) => use.block === block)
    if (reader !== undefined && !(await canReadBlock(reader.file, reader.offset, options))) damaged.push(block)
  }
  return damaged
}
