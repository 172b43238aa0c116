/** Whether the next start would mount what has the name then. A number in /etc/fstab goes on meaning the old one. */
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { FstabEntry } from '../../../../tools/mounts/fstab.ts'

export interface Refusal {
  readonly why: string
  readonly hint: string
}

export interface Mounted {
  readonly name: BytePath
  readonly oldId: number
  /** Where the whole subvolume is mounted for everybody. */
  readonly targets: readonly string[]
}

/** Undefined when it would. `file` is what the person knows the table as. */
export function checkFstab(entries: readonly FstabEntry[], subvolume: Mounted, file: string): Refusal | undefined {
  const name = textFromBytePath(subvolume.name)
  for (const entry of entries.filter(({ fsType }) => fsType === 'btrfs')) {
    const { subvol, subvolid } = wordsOf(entry)
    const isOfSubvolume =
      subvolume.targets.includes(entry.target) || Number(subvolid) === subvolume.oldId || subvol === name
    if (!isOfSubvolume) continue
    const hint = `In ${file}, write "subvol=/${name}" in the options of ${entry.target}, without "subvolid=", and restart once.`
    if (subvolid !== undefined && subvol === undefined)
      return { why: `${file} mounts ${entry.target} by a number, which would go on meaning the old one.`, hint }
    if (subvolid !== undefined)
      return {
        why: `${file} gives a number beside the name for ${entry.target}; the laptop would not start any more.`,
        hint,
      }
    if (subvol === undefined)
      return { why: `${file} names no subvolume for ${entry.target}, so the default one is mounted there.`, hint }
    if (subvol !== name)
      return {
        why: `${file} mounts another subvolume at ${entry.target} than there is now.`,
        hint: 'Restart the laptop first.',
      }
  }
  const unnamed = subvolume.targets.find(
    (target) => target !== '/' && !entries.some((entry) => entry.target === target),
  )
  if (unnamed === undefined) return undefined
  return {
    why: `${file} does not say how ${unnamed} is mounted, so it cannot be told what the next start would mount there.`,
    hint: `Write a line for ${unnamed} with "subvol=/${name}" into ${file}.`,
  }
}

function wordsOf({ options }: FstabEntry): { readonly subvol?: string; readonly subvolid?: string } {
  const valueOf = (key: string) => options.findLast((word) => word.startsWith(`${key}=`))?.slice(key.length + 1)
  const subvol = valueOf('subvol')?.replace(/^\/+|\/+$/g, '')
  const subvolid = valueOf('subvolid')
  return { ...(subvol === undefined ? {} : { subvol }), ...(subvolid === undefined ? {} : { subvolid }) }
}
