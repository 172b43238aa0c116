/** Why two folders did not come to be equal, in words for a person. Laptops are named by their labels. */
import { AppError } from '../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { countOf } from '../../../kernel/units.ts'
import type { SyncFolder } from '../verbs.ts'
import type { SyncProblem } from './assess-sync.ts'

const fullWords = /insufficient space|no space left/i
const lookAndResume = 'Look at the details, then resume.'

/** Something is wrong with the whole folder: a missing mount, a rule that cannot be read, a full disk. */
export function folderStopped(label: string, folder: SyncFolder, words: string): AppError {
  if (fullWords.test(words)) return diskFull(label, words)
  return new AppError({
    code: 'sync-failed',
    message: `Syncthing on ${label} stopped with /${folder}.`,
    hint: lookAndResume,
    details: words,
  })
}

export function cannotCopy(problems: readonly SyncProblem[], label: string): AppError {
  const details = problems
    .slice(0, 50)
    .map(({ path, words }) => `${textFromBytePath(path)}: ${words}`)
    .join('\n')
  if (fullWords.test(details)) return diskFull(label, details)
  return new AppError({
    code: 'sync-failed',
    message: `${countOf(problems.length, 'file')} could not be copied to ${label}.`,
    hint: lookAndResume,
    details,
  })
}

export function cannotWin(label: string, folder: SyncFolder): AppError {
  return new AppError({
    code: 'sync-failed',
    message: `The two laptops do not agree which version in /${folder} is the one of ${label}.`,
    hint: 'Resume; if it happens again, report it with the details.',
    details: `the sender's Syncthing still needs items after "override" in ${folder}`,
  })
}

export function linkDown(fromLabel: string, toLabel: string, why: string | undefined): AppError {
  return new AppError({
    code: 'unreachable',
    message: `The connection for copying files between ${fromLabel} and ${toLabel} is down.`,
    hint: 'Check that both are on and in the same network, then resume.',
    details: why,
  })
}

export function noProgress(label: string, folder: SyncFolder, lastSign: string): AppError {
  return new AppError({
    code: 'sync-failed',
    message: `Copying /${folder} to ${label} made no progress any more.`,
    hint: lookAndResume,
    details: lastSign.slice(0, 4_000),
  })
}

/** Trying again does not help then. */
export function isDiskFull(problems: readonly SyncProblem[]): boolean {
  return problems.some(({ words }) => fullWords.test(words))
}

function diskFull(label: string, details: string): AppError {
  return new AppError({
    code: 'disk-full',
    message: `The disk of ${label} is full.`,
    hint: `Free some space on ${label}, then resume.`,
    details,
  })
}
