/** What sharing blocks gave and would give, in lines of text. */
import type { ReclaimDisk, ReclaimLook, ReclaimSettings } from '../../../contract/reclaim-calls.ts'
import { leftOutTexts, reclaimText, sameFilesText, samePlaceText } from '../../../contract/reclaim-words.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { formatBytes } from '../../../kernel/units.ts'
import { localTime } from '../local-time.ts'

interface Laptop {
  readonly laptop: string
  readonly excluded: readonly string[]
  readonly disks: readonly ReclaimDisk[]
}

export function statusLines({ laptop, excluded: paths, disks }: Laptop): readonly string[] {
  const known =
    disks.length === 0
      ? [`${laptop}  Not looked for duplicates yet. Look with: pc-switcher reclaim plan`]
      : disks.flatMap((disk) => [
          `${laptop}  ${reclaimText(disk, localTime)}`,
          ...(disk.look === undefined ? [] : lookLines(disk.look)),
        ])
  return [...known, ...(paths.length === 0 ? [] : [`  Excluded: ${paths.join(', ')}`])]
}

export function lookLines(look: ReclaimLook): readonly string[] {
  const groups = look.largest.flatMap((group) => [
    `  ${sameFilesText(group)}`,
    ...group.places.map((place) => `    ${samePlaceText(place, textFromBytePath, localTime)}`),
  ])
  const left = leftOutTexts(look)
  return [...groups, ...(left.length === 0 ? [] : ['  Left alone:', ...left.map((text) => `    ${text}`)])]
}

export const excluded = (path: string): string => `${path} never shares its space. What it shares already stays so.`

export const included = (path: string): string => `${path} is no longer excluded.`

export const settings = ({ leastBytes, diskShare }: ReclaimSettings): string => {
  const share = diskShare === 100 ? 'without a rest' : `for ${diskShare} % of the time, resting in between`
  return `Files from ${formatBytes(leastBytes)} on are looked at, ${share}.`
}

export const badSize = (text: string) => ({
  message: `"${text}" is no size from 8K to 1024G.`,
  hint: 'Type it as 64K, 1.5M or 2G.',
})

export const badShare = (text: string) => ({
  message: `"${text}" is no share from 5 to 100 percent.`,
  hint: 'Type it as 30%.',
})
