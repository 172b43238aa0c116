/** Live folders in lines of text. */
import { inHomeText } from '../../../contract/conflict-words.ts'
import type { Live, LiveFolder } from '../../../contract/live-calls.ts'
import { liveOverInternet, livePrice, ownSyncthing } from '../../../contract/live-words.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { toned, type Line } from '../colours.ts'
import { tableLines } from '../fit-lines.ts'

const nameOf = (place: BytePath): string => inHomeText(place, textFromBytePath)
const namesOf = (places: readonly BytePath[]): string => places.map(nameOf).join(', ')

export function liveLines({ folders, isOverInternet, keptVersions }: Live): readonly Line[] {
  const lines = tableLines(folders.map(folderCells))
  return [
    ...(folders.length === 0 ? ['No folder is live. Make documents live with: pc-switcher live on'] : []),
    ...folders.map(({ state }, at) => inTone(state, lines[at] ?? '')),
    ...(isOverInternet
      ? [
          'Both laptops look for each other over the internet as well, as far as settings of your own Syncthing allow it.',
        ]
      : []),
    ...keptLines(keptVersions),
  ]
}

function folderCells({ place, isOurs, text }: LiveFolder): readonly string[] {
  return [nameOf(place), isOurs ? text : `${ownSyncthing}. ${text}`]
}

function inTone(state: LiveFolder['state'], line: string): Line {
  if (state === 'working') return line
  return toned(state === 'up-to-date' ? 'good' : 'warn', line)
}

function keptLines(places: readonly BytePath[]): readonly string[] {
  if (places.length === 0) return []
  return [
    `Files that were deleted or replaced are still in .stversions of ${namesOf(places)}. To delete them:`,
    `  pc-switcher live off ${places.map(typed).join(' ')} --delete-versions`,
  ]
}

/** "~/Documents", "~/'My texts'": as a shell reads it, which reads a tilde in quotes as itself. */
function typed(place: BytePath): string {
  const text = textFromBytePath(place)
  return `~/${/^[\w/.-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`}`
}

export function priceLines(places: readonly BytePath[], isOverInternet: boolean): readonly string[] {
  return [
    `On both laptops all the time, without a switch: ${namesOf(places)}`,
    ...[...livePrice, ...(isOverInternet ? [liveOverInternet] : [])].map((line) => `- ${line}`),
  ]
}

export const agree = 'Make this live? [y/N] '

export const notAgreed: ErrorText = {
  message: 'Nothing was changed.',
  hint: 'Run the command again when you are ready; --yes agrees beforehand.',
}

export const alreadyLive = (places: readonly BytePath[]): string => `Nothing to do: ${namesOf(places)} is live already.`

export function endedLines(ended: readonly BytePath[], deletesVersions: boolean, left: Live): readonly Line[] {
  return [
    ended.length === 0
      ? 'No folder of these was live.'
      : `No longer live: ${namesOf(ended)}. Every file stays; other devices, such as a phone, get no more of them.`,
    ...(deletesVersions && left.keptVersions.length === 0 ? ['The earlier versions of files are deleted.'] : []),
    ...(left.folders.length === 0 ? keptLines(left.keptVersions) : liveLines(left)),
  ]
}

export const notInHome = (folder: string, home: string): ErrorText => ({
  message: `${folder} can't be live: only a folder in ${home} can, and not the whole of it.`,
  hint: 'For example: pc-switcher live on ~/Documents',
})

export const noneUsual: ErrorText = {
  message: 'None of the usual folders of documents is there.',
  hint: 'Name a folder: pc-switcher live on ~/Projects/texts',
}

export const notLive = (places: readonly BytePath[]): ErrorText => ({
  message: `Not made live by pc-switcher: ${namesOf(places)}`,
  hint: 'Show what is with: pc-switcher live status',
})
