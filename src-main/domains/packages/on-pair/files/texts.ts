/** What is said of packages that come from a file which the source keeps. */
import type { ErrorText } from '../../../../kernel/app-error.ts'
import { formatBytes } from '../../../../kernel/units.ts'
import { shortList } from '../sources/texts.ts'

interface KeptFile {
  readonly name: string
  readonly version: string
  readonly bytes: number
  readonly sha256: string
}

export const title = (name: string, version: string): string => `${name} ${version}`

export function reason(files: readonly KeptFile[], from: string): string {
  const sums = files.map(({ name, bytes, sha256 }) => `${name}: ${formatBytes(bytes)}, SHA-256 ${grouped(sha256)}`)
  const kept = files.length === 1 ? `${from} keeps its file` : `${from} keeps its file and those of what it needs`
  return [`No package source offers it, so nobody signs it`, kept, ...sums].join(' · ')
}

function grouped(sha256: string): string {
  return (sha256.match(/.{1,8}/g) ?? []).join(' ')
}

export const leave = (label: string) => ({ label: 'Leave', effect: `${label} stays without it.` }) as const
export const install = (from: string, to: string) =>
  ({
    label: `Install from ${from}'s file`,
    word: 'Install',
    effect: `Copied from ${from} and installed on ${to}, if it is exactly this file. ${to} gets no updates of it.`,
  }) as const

/** Of a package in a list. */
export const installFromFile = (reasonText: string, from: string): string =>
  `${reasonText}. ${from} keeps its file. Tick it above to install it from that file.`
export const notKept = (reasonText: string, from: string): string =>
  `${reasonText}, and apt on ${from} keeps no file of it. Put its .deb file into /var/cache/apt/archives on ${from}, then plan again.`

export const notBrought = (names: readonly string[], from: string): ErrorText => ({
  message: `The ${names.length === 1 ? 'file' : 'files'} of ${shortList(names)} on ${from} ${names.length === 1 ? 'is' : 'are'} gone, or not what you agreed to. No package was changed.`,
  hint: 'Plan the switch again. The new plan shows what is there.',
})

export const changed = {
  newQuestion: (name: string) => `Installing ${name} from a file is a new question.`,
  goneQuestion: (name: string) => `Installing ${name} from a file is no longer a question.`,
  otherFile: (name: string) => `The file of ${name} is another one now, or brings something else.`,
} as const
