/** What sharing blocks gave and would give, in lines of text. */
import type { ReclaimDisk, ReclaimLook } from '../../../contract/reclaim-calls.ts'
import { leftOutTexts, reclaimText, sameFilesText, samePlaceText } from '../../../contract/reclaim-words.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
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
