import type { RsyncManner } from '../../../tools/rsync/rsync.ts'
import type { Area } from '../verbs.ts'

export interface AreaFacts {
  readonly sendFolder: string
  readonly receiveFolder: string
  readonly manner: RsyncManner
}

/** Everything a file can have, but not devices: there is no good reason for one in a home. */
export const homeManner: RsyncManner = {
  options: [
    '--links',
    '--perms',
    '--times',
    '--group',
    '--owner',
    '--specials',
    '--no-devices',
    '--dirs',
    '-AXHS',
    '--numeric-ids',
    // Times are compared to the nanosecond; otherwise two within a second are the same, and stay different.
    '--modify-window=-1',
  ],
  allowed: [
    'links',
    'perms',
    'times',
    'group',
    'owner',
    'specials',
    'dirs',
    'acls',
    'xattrs',
    'hard-links',
    'sparse',
    'numeric-ids',
    'modify-window',
  ],
}

/**
 * Into a copy of the old image, block by block. The block size is the largest rsync takes, less one: in a block of 65,536
 * bytes or a multiple, rsync's rolling sum of any one repeated byte is 0, and each byte of such a stretch then costs a
 * whole block's strong sum (3.5.0: 54 s instead of 0.05 s for 8 MB). --ignore-times, because equal size and time prove
 * nothing for an image. Owner and mode are set when the image is placed.
 */
const imagesManner: RsyncManner = {
  options: ['--times', '--sparse', '--inplace', '--no-whole-file', '--block-size=131071', '--ignore-times'],
  allowed: ['times', 'sparse', 'inplace', 'partial', 'no-W', 'no-whole-file', 'block-size', 'ignore-times', 'dirs'],
}

const areas: Readonly<Record<Area, AreaFacts>> = {
  home: { sendFolder: '/home', receiveFolder: '/home', manner: homeManner },
  images: {
    sendFolder: '/var/lib/libvirt/images',
    receiveFolder: '/var/lib/libvirt/images/.pc-switcher-incoming',
    manner: imagesManner,
  },
}

/** Both sides ask this one function, so that what is sent and what is allowed cannot differ. */
export function areaFacts(area: Area, removeMissing: boolean): AreaFacts {
  const { manner, ...folders } = areas[area]
  const onMissing: RsyncManner = removeMissing
    ? { options: ['--delete-missing-args'], allowed: ['delete-missing-args', 'delete'] }
    : { options: ['--ignore-missing-args'], allowed: [] }
  return {
    ...folders,
    manner: {
      options: [...manner.options, ...onMissing.options],
      allowed: [...manner.allowed, ...onMissing.allowed],
    },
  }
}
