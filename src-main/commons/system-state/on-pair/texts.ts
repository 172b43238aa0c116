/** What the recording of both systems in ~/system-state says. */
import type { ErrorText } from '../../../kernel/app-error.ts'
import { countOf } from '../../../kernel/units.ts'

export const stepTitle = 'Record both systems'
export const waitsFor = 'Starts after the snapshots, and before home files are copied'
export const summary = 'Packages, services and rules of both laptops'
export const proofTitle = 'Rules and package lists'

export const setting = {
  title: 'Rules and package lists',
  explanation: 'A git repository that both laptops share.',
} as const

export const recorded = 'Recorded in ~/system-state'
export const nothingToRecord = (files: number): string => `${countOf(files, 'file')} checked, nothing new`
export const filesRecorded = (files: number): string => `Package lists saved: ${countOf(files, 'file')}`

/** The same in every language: a switch finds its commit again by it. */
export const commitSubject = (from: string, to: string, switchId: string): string =>
  `Switch ${from} → ${to} ${switchId}`

export const noCommit = 'Nothing was recorded'
/** `isNew`: this switch recorded something. */
export function proofText(isNew: boolean, changedFiles: number): string {
  const changes = `${countOf(changedFiles, 'file')} changed since`
  if (!isNew) return changedFiles === 0 ? 'Nothing new to record' : `${changes} it was recorded last`
  return `${recorded}, ${changedFiles === 0 ? 'nothing changed since' : changes}`
}

/** Each ends "Could not ...". */
export const gitTitles = {
  create: 'make the repository ~/system-state',
  history: 'read the history of ~/system-state',
  read: 'read ~/system-state',
  write: 'write to ~/system-state',
  commit: 'commit to ~/system-state',
} as const

export function gitFailed(title: string): ErrorText {
  return {
    message: `Could not ${title}.`,
    hint: 'Run "git status" in ~/system-state to find the problem, then try again.',
  }
}

export function invalidName(name: string): ErrorText {
  return { message: `"${name}" can't be a file in ~/system-state.`, hint: 'Use letters, digits, dots and dashes.' }
}

export const holderUnclear = (here: string, other: string): ErrorText => ({
  message: `${here} and ${other} do not agree which of them has the latest work.`,
  hint: 'Prepare a switch: it asks which laptop leads. After it this can be changed.',
})
