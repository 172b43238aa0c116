/** The errors of a sync that failed. */
import { AppError } from '../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { SyncFolder } from '../verbs.ts'
import type { SyncProblem } from './assess-sync.ts'
import * as texts from './texts.ts'

const fullWords = /insufficient space|no space left/i

/** The whole folder failed: a missing mount, an unreadable ignore rule, a full disk. */
export function folderStopped(label: string, folder: SyncFolder, words: string): AppError {
  if (fullWords.test(words)) return diskFull(label, words)
  return new AppError({
    code: 'sync-failed',
    ...texts.folderStopped(label, folder),
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
    ...texts.cannotCopy(problems.length, label),
    details,
  })
}

export function linkDown(fromLabel: string, toLabel: string, why: string | undefined): AppError {
  return new AppError({
    code: 'unreachable',
    ...texts.linkDown(fromLabel, toLabel),
    details: why,
  })
}

export function noProgress(label: string, folder: SyncFolder, lastSign: string): AppError {
  return new AppError({
    code: 'sync-failed',
    ...texts.noProgress(label, folder),
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
    ...texts.diskFull(label),
    details,
  })
}
