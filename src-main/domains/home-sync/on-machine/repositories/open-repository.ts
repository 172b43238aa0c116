/** A repository in a tree, opened so that git can be asked about it as its owner. */
import { closeSync, fstatSync } from 'node:fs'
import { AppError } from '../../../../kernel/app-error.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Message } from '../../../../kernel/message.ts'
import { openFolderInside, statInside } from '../../../../tools/files/safe-path.ts'
import { withNeutralFolder, type GitFolder } from '../../../../tools/git/git.ts'
import { readNames, type Names } from '../../../../tools/git/git-refs.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { homeMessages } from '../../messages.ts'

/** Longer than any healthy repository takes; what it names may hang. */
const mostMs = 300_000

export interface Repository {
  readonly git: GitFolder
  readonly names: Names
  readonly options: RunOptions
}

export type Opened<T> = T | { readonly kind: 'absent' } | { readonly kind: 'unreadable'; readonly why: Message }

/**
 * absent: there is no such folder. unreadable: it is damaged, or kept in a way that is not known here; also when `use`
 * fails. Rejects only when it was told to stop.
 */
export async function withRepository<T>(
  root: string,
  folder: BytePath,
  options: RunOptions,
  use: (repository: Repository) => Promise<T>,
): Promise<Opened<T>> {
  const descriptor = openFolderInside(root, folder)
  if (descriptor === undefined) return { kind: 'absent' }
  try {
    const { uid, gid } = fstatSync(descriptor)
    // Root runs no git in a folder that others can write.
    if (uid === 0) return { kind: 'unreadable', why: homeMessages.repositoryOfRoot({}) }
    // In a tree of root's git would not find what they are relative to, and ends.
    if (borrows(root, folder)) return { kind: 'unreadable', why: homeMessages.repositoryBorrows({}) }
    const names = readNames(root, folder)
    if (names === 'other-format') return { kind: 'unreadable', why: homeMessages.repositoryFormat({}) }
    const hashLength = names.refs[0]?.hash.length ?? 40
    const signal = withLimit(options.signal)
    return await withNeutralFolder({ hashLength, shallow: names.shallow }, (neutral) => {
      const git = { at: `/proc/${process.pid}/fd/${descriptor}`, owner: { uid, gid }, neutral }
      return use({ git, names, options: { signal } })
    })
  } catch (thrown) {
    if (options.signal?.aborted === true) throw thrown
    return { kind: 'unreadable', why: reasonOf(thrown) }
  } finally {
    closeSync(descriptor)
  }
}

/** Has alternates: gitrepository-layout(5). */
function borrows(root: string, folder: BytePath): boolean {
  return (statInside(root, `${folder}/objects/info/alternates`)?.size ?? 0n) > 0n
}

function withLimit(signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(mostMs)
  return signal === undefined ? limit : AbortSignal.any([signal, limit])
}

/** What git says of a damaged repository is technical, and may be long. */
function reasonOf(thrown: unknown): Message {
  if (!(thrown instanceof AppError)) throw thrown
  if (thrown.code === 'cancelled') return homeMessages.repositorySlow({})
  const line = thrown.details?.split('\n').find((one) => one.includes('fatal:')) ?? thrown.details ?? ''
  return homeMessages.repositoryDamaged({ said: line.replace(/^.*?fatal: /, '').slice(0, 200) })
}
