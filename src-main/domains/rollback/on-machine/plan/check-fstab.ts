/** Whether the next start would mount the new tree by its name. A subvolid in /etc/fstab would still mean the old one. */
import type { Message } from '../../../../kernel/message.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { FstabEntry } from '../../../../tools/mounts/fstab.ts'
import { rollbackMessages } from '../../messages.ts'

export interface Mounted {
  readonly name: BytePath
  readonly oldId: number
  /** Where the whole subvolume is mounted for everybody. */
  readonly targets: readonly string[]
}

/** Undefined when it would. `file` is the name for the person. */
export function checkFstab(entries: readonly FstabEntry[], subvolume: Mounted, file: string): Message | undefined {
  const name = textFromBytePath(subvolume.name)
  for (const entry of entries.filter(({ fsType }) => fsType === 'btrfs')) {
    const { subvol, subvolid } = wordsOf(entry)
    const isOfSubvolume =
      subvolume.targets.includes(entry.target) || Number(subvolid) === subvolume.oldId || subvol === name
    if (!isOfSubvolume) continue
    const line = { file, target: entry.target, name }
    if (subvolid !== undefined && subvol === undefined) return rollbackMessages.fstabNumber(line)
    if (subvolid !== undefined) return rollbackMessages.fstabNumberAndName(line)
    if (subvol === undefined) return rollbackMessages.fstabDefault(line)
    if (subvol !== name) return rollbackMessages.fstabOther({ file, target: entry.target })
  }
  const unnamed = subvolume.targets.find(
    (target) => target !== '/' && !entries.some((entry) => entry.target === target),
  )
  return unnamed === undefined ? undefined : rollbackMessages.fstabMissing({ file, target: unnamed, name })
}

function wordsOf({ options }: FstabEntry): { readonly subvol?: string; readonly subvolid?: string } {
  const valueOf = (key: string) => options.findLast((word) => word.startsWith(`${key}=`))?.slice(key.length + 1)
  const subvol = valueOf('subvol')?.replace(/^\/+|\/+$/g, '')
  const subvolid = valueOf('subvolid')
  return { ...(subvol === undefined ? {} : { subvol }), ...(subvolid === undefined ? {} : { subvolid }) }
}
