/** What a store leaves out: what programs make again. A copy on btrfs has all that a snapshot has. */

/** `*` is any one name. Their folders stay, without what is in them. */
const leftOut = ['/home/*/.cache', '/home/*/.local/share/Trash', '/root/.cache', '/tmp', '/var/tmp', '/var/cache']

// Patterns of restic's, relative to a subvolume that is mounted at `folder`: of "/home" one is "*/.cache/*", of "/home/alice" ".cache/*".
export function leaveOutOf(folder: string): readonly string[] {
  const names = folder.split('/').filter((name) => name !== '')
  return leftOut.flatMap((pattern) => {
    const parts = pattern.split('/').slice(1)
    const isWithin = names.every((name, index) => parts[index] === name || parts[index] === '*')
    return isWithin && parts.length > names.length ? [[...parts.slice(names.length), '*'].join('/')] : []
  })
}
