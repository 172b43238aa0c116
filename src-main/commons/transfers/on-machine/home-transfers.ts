/** How files below /home are sent, by whatever capability. */
import type { RsyncManner } from '../../../tools/rsync/rsync.ts'
import type { TransferArea } from '../transfer-area.ts'

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

export const homeTransfers: TransferArea = {
  id: 'home',
  sendFolder: '/home',
  receiveFolder: '/home',
  manner: homeManner,
}
