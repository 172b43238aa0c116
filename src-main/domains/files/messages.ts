import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { countOf, formatBytes, formatCount } from '../../kernel/units.ts'

const onFile = z.object({ path: z.string() })
const onFiles = z.object({ first: z.array(z.string()), count: z.number() })

export const filesMessages = defineCatalogue('files', {
  subvolumeGone: problem('not-found', noData, () => ({
    message: 'This subvolume no longer exists.',
    hint: 'Open an older snapshot of it.',
  })),
  noEtc: problem('not-found', noData, () => ({
    message: 'This snapshot does not contain /etc.',
    hint: 'Choose a snapshot of the system.',
  })),
  noFolder: problem('not-found', onFile, ({ path }) => ({
    message: `There is no folder "${path}" here.`,
    hint: 'Open another snapshot, or the folder around it.',
  })),
  notAllowed: problem('blocked', onFile, ({ path }) => ({
    message: `You are not allowed to open "${path}".`,
    hint: 'It belongs to another account. Only its owner or an administrator can open it.',
  })),
  notInSnapshot: problem('not-found', onFile, ({ path }) => ({
    message: `"${path}" is not in this snapshot.`,
    hint: 'Open its versions to see which snapshots have it.',
  })),
  notInCopy: problem('not-found', onFile, ({ path }) => ({
    message: `"${path}" is not in this copy.`,
    hint: 'Browse the copy to see what it has. Caches and the trash are not copied to a store.',
  })),
  nestedOfCopy: problem('blocked', noData, () => ({
    message: 'What you chose is in a subvolume of its own, which is copied by itself.',
    hint: 'Choose that part of the copy, or bring all of the copy back as a snapshot.',
  })),
  imageOfStore: problem('blocked', onFile, ({ path }) => ({
    message: `Other disk images beside "${path}" may build on it, and would be left as they are.`,
    hint: 'Restore the folder around it, or restore it next to the original.',
  })),
  tooMany: problem('blocked', z.object({ count: z.number() }), ({ count }) => ({
    message: `${countOf(count, 'file')} are too many to send at once.`,
    hint: 'Choose some of the folders first, then the others.',
  })),
  systemStays: problem('blocked', noData, () => ({
    message: 'System files belong to their own laptop.',
    hint: 'Restore them on the laptop that the snapshot was taken on.',
  })),
  copyStays: problem('invalid-input', noData, () => ({
    message: 'What is in a copy is restored on the laptop that has the place.',
    hint: 'Add the place on the other laptop, and restore it there.',
  })),
  privateStays: problem('blocked', noData, () => ({
    message: 'Private keys and files that identify a laptop stay on it.',
    hint: 'Restore them on the laptop that the snapshot was taken on.',
  })),
  folderReplaced: problem('blocked', onFile, ({ path }) => ({
    message: `"${path}" is now a link or a file, not a folder.`,
    hint: 'Move it away, or restore the folder itself instead of what was in it.',
  })),
  otherFileSystem: problem('blocked', onFile, ({ path }) => ({
    message: `"${path}" is now a separate subvolume or on another disk.`,
    hint: 'Restore it separately, or next to the original.',
  })),
  notArrived: problem('transfer-failed', z.object({ count: z.number() }), ({ count }) => ({
    message: `${countOf(count, 'file')} arrived incomplete, so nothing was restored.`,
    hint: 'Try again.',
  })),
  planChanged: problem('plan-changed', noData, () => ({
    message: 'Files have changed since this plan was made.',
    hint: 'Review the plan again, then restore.',
  })),
  sameLaptop: problem('invalid-input', noData, () => ({
    message: "Files of this laptop can't be sent to itself.",
    hint: 'Report this with the details.',
  })),
  stagingReplaced: problem('blocked', noData, () => ({
    message: 'The folder in which files are prepared was replaced by somebody.',
    hint: 'Try again. If it happens again, somebody is tampering with this laptop.',
  })),
  notExpected: problem('plan-expired', noData, () => ({
    message: 'The receiving laptop was restarted or reconnected in the meantime.',
    hint: 'Review the plan again, then restore.',
  })),
  nestedStays: problem('blocked', noData, () => ({
    message: 'A nested subvolume can only be restored on its own laptop.',
    hint: 'Restore it there, then copy what you need.',
  })),
  noRoom: problem('disk-full', z.object({ needed: z.number(), free: z.number() }), ({ needed, free }) => ({
    message: `Needs ${formatBytes(needed)}, but only ${formatBytes(free)} are free on the receiving laptop.`,
    hint: 'Choose less, or free some space there. Space held by old snapshots is freed only when they are deleted.',
  })),

  heldByRestore: sentence(noData, () => 'Files are being restored from it.'),

  /** How what is overwritten is kept. */
  keptBeside: sentence(noData, () => 'Nothing is overwritten: the restored version is put next to the original.'),
  nothingOverwritten: sentence(noData, () => 'Nothing is overwritten. A snapshot is still taken first.'),
  keptAsBackup: sentence(
    noData,
    () => 'The current version is kept next to it with “.bak” added to its name. A snapshot is also taken first.',
  ),
  keptInSnapshot: sentence(
    noData,
    () => 'What is overwritten is kept in a snapshot taken first. Files that exist only now stay.',
  ),

  /** What to know before files are restored. */
  subvolumesLeftOut: sentence(
    onFiles,
    (paths) => `Nested subvolumes are left out and can be restored separately: ${nameSome(paths)}.`,
  ),
  isOpen: sentence(
    z.object({ path: z.string(), programs: z.array(z.string()) }),
    ({ path, programs }) =>
      `“${path}” is open in ${programs.join(', ')}, which keeps using the current version until it reopens the file.`,
  ),
  privateLeftOut: sentence(onFiles, (paths) => `Left out, because they belong to one laptop only: ${nameSome(paths)}.`),
  bytesToSend: sentence(z.object({ bytes: z.number() }), ({ bytes }) => `${formatBytes(bytes)} will be sent.`),

  /** What to know before /etc is restored. */
  accountsStay: sentence(
    noData,
    () => "The snapshot is older than pc-switcher's own account: accounts and passwords stay as they are.",
  ),
  accountsLost: sentence(
    z.object({ names: z.array(z.string()) }),
    ({ names }) => `Accounts added since then will be removed: ${names.join(', ')}.`,
  ),
  passwordsChange: sentence(noData, () => 'Passwords will be the ones from then.'),
  sourcesChange: sentence(noData, () => 'Package sources change. Installed packages stay as they are.'),
  unitFileChanges: sentence(onFile, ({ path }) => `Its unit file /etc/${path} changes.`),
  configurationChanges: sentence(onFile, ({ path }) => `/etc/${path} changes.`),
  /** Why something was left as it is. */
  leftChanged: sentence(noData, () => 'It changed while files were restored.'),
  leftNotEmpty: sentence(noData, () => 'The folder holds something that stays.'),
  leftNoFolder: sentence(noData, () => 'The folder around it is gone, or is now a link or a file.'),
  leftMounted: sentence(noData, () => 'Something is mounted there.'),
  leftRefused: sentence(z.object({ detail: z.string() }), ({ detail }) => `The system refused it (${detail}).`),
  withoutStaging: sentence(noData, () => 'The folder it names must then be deleted by hand.'),
  preparing: sentence(noData, () => 'Preparing files'),
  placing: sentence(noData, () => 'Placing files'),
  restoring: sentence(noData, () => 'Restoring files'),
  reloading: sentence(noData, () => 'Reloading services'),
  beforeEtc: sentence(
    z.object({ files: z.number() }),
    ({ files }) => `Before restoring ${countOf(files, 'file')} of /etc`,
  ),
  beforeItem: sentence(onFile, ({ path }) => `Before restoring “${path}”`),
  beforeItems: sentence(z.object({ items: z.number() }), ({ items }) => `Before restoring ${countOf(items, 'item')}`),
})

function nameSome({ first, count }: z.infer<typeof onFiles>): string {
  const names = first.map((path) => `“${path}”`).join(', ')
  const more = count - first.length
  return more > 0 ? `${names} and ${formatCount(more)} more` : names
}
