/** How files below /home are sent, and those of bundles. */
import type { RsyncManner } from '../../../tools/rsync/rsync.ts'

/** All metadata of files, but no devices: there is no good reason for one in a home. */
const wholeFiles: RsyncManner = {
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
    // Compares times to the nanosecond. Otherwise times within the same second would never be made equal.
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

/** How every capability sends files below /home. */
export const homeManner = wholeFiles

/** How a bundle is sent, wherever its files were. */
export const bundleManner = wholeFiles
