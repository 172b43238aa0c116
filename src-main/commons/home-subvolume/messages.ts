import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { formatBytes } from '../../kernel/units.ts'

const named = z.object({ names: z.array(z.string()) })
const list = (names: readonly string[]): string => names.join(', ')

/** What stands against making /home a subvolume, and what went wrong when it was made one. */
export const homeSubvolumeMessages = defineCatalogue('home-subvolume', {
  notInSystem: problem('blocked', noData, () => ({
    message: '/home is neither a subvolume nor a folder of the subvolume that the system is in.',
    hint: 'Mount a subvolume of the same btrfs file system at /home in /etc/fstab, then try again.',
  })),
  isLink: problem('blocked', z.object({ target: z.string() }), ({ target }) => ({
    message: `/home is a link to ${target}.`,
    hint: `Mount a btrfs subvolume at /home in /etc/fstab instead, with what is in ${target} now, restart the laptop, then try again.`,
  })),
  mountsInside: problem('blocked', named, ({ names }) => ({
    message: `Other file systems are mounted below /home: ${list(names)}.`,
    hint: 'Mount them outside of /home in /etc/fstab, restart the laptop, then try again.',
  })),
  inFstab: problem('blocked', named, ({ names }) => ({
    message: `/etc/fstab already mounts something at ${list(names)}.`,
    hint: 'Remove these lines from /etc/fstab, restart the laptop, then try again.',
  })),
  noFstabOfSystem: problem('blocked', noData, () => ({
    message: '/etc/fstab does not say how the system is mounted, so /home cannot be mounted like it.',
    hint: 'Add a line for / to /etc/fstab, then try again.',
  })),
  nested: problem('blocked', named, ({ names }) => ({
    message: `There are subvolumes inside of /home: ${list(names)}.`,
    hint: 'Delete them, or copy what is in them into folders, then try again.',
  })),
  swapFile: problem('blocked', named, ({ names }) => ({
    message: `The system swaps to ${list(names)}. A subvolume with a swap file cannot be copied.`,
    hint: 'Turn it off with "sudo swapoff", move it into a subvolume of its own, then try again.',
  })),
  noRoom: problem('disk-full', z.object({ needed: z.number(), free: z.number() }), ({ needed, free }) => ({
    message: `Making /home a subvolume needs ${formatBytes(needed)} for a while, but only ${formatBytes(free)} are free.`,
    hint: 'Delete files or old snapshots on this laptop, then try again.',
  })),
  nameTaken: problem('blocked', z.object({ name: z.string() }), ({ name }) => ({
    message: `There is already something called ${name} at the top of the file system.`,
    hint: 'Rename or delete it there, or mount it at /home yourself, then try again.',
  })),
  changedMeanwhile: problem('unexpected', noData, () => ({
    message: 'Something wrote to /home while it was made a subvolume. It is as it was.',
    hint: 'Pair the laptops again to try it at the next start.',
  })),
  oldChanged: problem('unexpected', noData, () => ({
    message: 'The folder that /home was before is no longer as it was, so it was not deleted.',
    hint: 'Look at it with "sudo mount --bind / /mnt && ls /mnt/home", and delete what you do not need.',
  })),
  otherHome: problem('unexpected', noData, () => ({
    message:
      'Another subvolume is mounted at /home than the one that was made of it, so the old folder was not deleted.',
    hint: 'Look at the folder with "sudo mount --bind / /mnt && ls /mnt/home", and delete what you do not need.',
  })),
  askAgain: sentence(noData, () => 'Pair the laptops again to make /home a subvolume.'),
})
