/** How every capability sends files below /home. */
import type { RsyncManner } from '../../../tools/rsync/rsync.ts'

/** All metadata of files, but no devices: there is no good reason for one in /home. */
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
