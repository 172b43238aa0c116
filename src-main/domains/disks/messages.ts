import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence, type Tell } from '../../contract/catalogue.ts'
import { messageSchema } from '../../contract/message.ts'
import { formatBytes, countOf } from '../../kernel/units.ts'

const placeSchema = z.object({ place: z.string() })
const roomLeftSchema = placeSchema.extend({ bytes: z.number() })
const notCheckedSchema = z.array(placeSchema.extend({ why: messageSchema }))
const scrubbedSchema = z.object({ bytes: z.number(), errors: z.number(), corrected: z.number() })

export const disksMessages = defineCatalogue('disks', {
  scrubJob: sentence(noData, () => 'Check of the disks'),
  scrubbed: sentence(scrubbedSchema, ({ bytes, errors, corrected }) => {
    const read = `Read ${formatBytes(bytes)} and compared them with their checksums.`
    if (errors === 0) return `${read} No errors.`
    return `${read} ${countOf(errors, 'error')}, of which ${corrected} were repaired from another copy.`
  }),
  balanceJob: sentence(noData, () => 'Balance of the disks'),
  balanced: sentence(z.object({ bytes: z.number(), disks: z.number() }), ({ bytes, disks }) =>
    disks === 0 ? 'No disk needs a balance.' : `${formatBytes(bytes)} were given back.`,
  ),
  balanceNotNeeded: problem('blocked', roomLeftSchema, ({ place, bytes }) => ({
    message: `${place} needs no balance: ${formatBytes(bytes)} are not allocated.`,
    hint: 'Its free room is what "pc-switcher disks list" says.',
  })),
  balanceUseless: problem('blocked', roomLeftSchema, ({ place }) => ({
    message: `A balance of ${place} would give nothing back: what is set aside for data is nearly full.`,
    hint: 'Delete files, and the snapshots that hold them.',
  })),
  balanceReadOnly: problem('blocked', roomLeftSchema, ({ place }) => ({
    message: `${place} is mounted read-only: nothing can be moved on it.`,
    hint: 'Mount it for writing first. If the kernel made it read-only, "sudo dmesg" says why.',
  })),
  balanceNoRoom: problem('disk-full', placeSchema, ({ place }) => ({
    message: `${place} has no room left to move anything.`,
    hint: 'Delete a large file and the snapshots that hold it, and start the balance again.',
  })),
  balancedByOther: problem('already-running', placeSchema, ({ place }) => ({
    message: `Another program is moving what is on ${place}, or has stopped the balance.`,
    hint: `"sudo btrfs balance status ${place}" says what runs. Start it again afterwards.`,
  })),
  noDisk: problem('not-found', z.object({ id: z.string() }), ({ id }) => ({
    message: `No mounted btrfs file system has the UUID ${id}.`,
    hint: '"pc-switcher disks list" names them.',
  })),
  withoutDamage: sentence(noData, () => 'Damaged files are then named again by the next check.'),
  withoutSeen: sentence(noData, () => 'Errors that disks have counted are then all told as new.'),
  noFileSystems: sentence(noData, () => 'This laptop has no btrfs file system that can be checked.'),
  scrubbedByOther: problem('already-running', z.object({ path: z.string() }), ({ path }) => ({
    message: `Another program is checking ${path} right now.`,
    hint: 'Wait until it has finished, or stop it with "btrfs scrub cancel".',
  })),
  cancelledByOther: problem('cancelled', z.object({ path: z.string() }), ({ path }) => ({
    message: `Another program stopped the check of ${path}.`,
    hint: 'Start it again to go on where it was.',
  })),
  damaged: problem(
    'not-verified',
    z.object({
      paths: z.array(z.string()),
      blocks: z.number(),
      files: z.array(z.string()),
      /** Other disks too, and those whose damaged files could not be named. */
      notChecked: notCheckedSchema.default([]),
    }),
    ({ paths, blocks, files, notChecked }, tell) => ({
      message: [
        `${countOf(blocks, 'damaged block')} on ${paths.join(', ')}, with no good copy on the disk.`,
        ...(files.length === 0 ? [] : [`Damaged: ${namesText(files)}.`]),
        ...notCheckedText(notChecked, tell),
      ].join(' '),
      hint: `"pc-switcher disks show ${paths[0] ?? ''}" says which snapshot has a whole one. Save what matters: the disk may be failing.`,
    }),
  ),
  notAllChecked: problem(
    'tool-failed',
    z.object({ notChecked: notCheckedSchema, checked: z.array(z.string()) }),
    ({ notChecked, checked }, tell) => ({
      message: notCheckedText(notChecked, tell).join(' '),
      hint: `${checked.length === 0 ? '' : `Checked: ${checked.join(', ')}. `}Start the check again once that is over. If a disk cannot be read, save what matters: it may be failing.`,
    }),
  ),
})

function notCheckedText(disks: z.output<typeof notCheckedSchema>, tell: Tell): readonly string[] {
  return disks.map(({ place, why }) => `Not checked to the end: ${place}. ${tell(why)}`)
}

const mostNamed = 3

function namesText(files: readonly string[]): string {
  const named = files.slice(0, mostNamed).join(', ')
  return files.length > mostNamed ? `${named} and ${files.length - mostNamed} more` : named
}
