/**
 * The person's repository ~/system-state: rules and manifests that both laptops share. Opened in the app, as the person;
 * root never runs git there. Who reads a file of it parses it as untrusted data.
 */
import { mkdir, readFile, rename, rm, stat, writeFile, readdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import path, { dirname, join } from 'node:path'
import { AppError } from '../../../kernel/app-error.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { isBlobOf, openGitRepository, type GitRepository, ownIndex } from './git-repository.ts'
import { invalidName } from './texts.ts'

export type CommitOutcome = { readonly commit: string } | { readonly unchanged: true }

export interface SystemState {
  /** A file of the work tree, or undefined when there is none. */
  readFile(name: string): Promise<string | undefined>
  /** Writes whole files, each by rename. Names are relative: "packages/p17.json". */
  writeFiles(files: Readonly<Record<string, string>>): Promise<void>
  /** Commits what `writeFiles` wrote, and nothing else; makes the repository when there is none. */
  commit(message: string): Promise<CommitOutcome>
  /** Removes what a power loss or a killed program left in the repository, and nobody works with any more. */
  clearLeftovers(): Promise<void>
  /** The newest commit with exactly this message, or undefined. */
  findCommit(message: string): Promise<string | undefined>
  /** The newest commit, or undefined when there is none. */
  newestCommit(): Promise<string | undefined>
  /** Of the files that `commit` changed, those that are not as the newest commit has them. */
  uncommittedOf(commit: string): Promise<readonly string[]>
}

/** `host`: of its commits, for whoever reads them. */
export function openSystemState(folder: string, host = hostname()): SystemState {
  const gitFolder = join(folder, '.git')
  const place = { gitFolder, workTree: folder, host }
  const git = openGitRepository(place)
  const written = new Set<string>()
  const ready = async () => {
    await mkdir(folder, { recursive: true })
    if (!(await exists(join(gitFolder, 'HEAD')))) await git.create()
  }
  const newestCommit = async () => ((await exists(join(gitFolder, 'HEAD'))) ? git.head() : undefined)
  return {
    readFile: (name) => readText(join(folder, checkName(name))),
    async writeFiles(files) {
      for (const [name, content] of Object.entries(files)) {
        await replaceFile(join(folder, checkName(name)), content)
        written.add(name)
      }
    },
    async commit(message) {
      await ready()
      const outcome = await commitFiles(git, folder, [...written], message)
      written.clear()
      return outcome
    },
    clearLeftovers: () => clearLeftovers(gitFolder),
    async findCommit(message) {
      return (await newestCommit()) === undefined ? undefined : git.findCommit(message)
    },
    newestCommit,
    async uncommittedOf(commit) {
      const [head, names] = await Promise.all([git.head(), git.filesOf(commit)])
      return changedFiles(git, folder, head, names)
    },
  }
}

async function commitFiles(
  git: GitRepository,
  folder: string,
  names: readonly string[],
  message: string,
): Promise<CommitOutcome> {
  const parent = await git.head()
  const changed = await changedFiles(git, folder, parent, names)
  if (changed.length === 0) return { unchanged: true }
  const blobs = new Map<string, string>()
  for (const name of changed) {
    const content = await readText(join(folder, checkName(name)))
    if (content !== undefined) blobs.set(name, await git.store(content))
  }
  const commit = await git.commit({ parent, blobs, message })
  // Also those that were the same: their last commit may have found the index locked.
  const committed = await git.blobsAt(commit)
  await git.showInIndex(new Map([...committed].filter(([name]) => names.includes(name))))
  return { commit }
}

/** Those whose content is not the commit's. */
async function changedFiles(
  git: GitRepository,
  folder: string,
  commit: string | undefined,
  names: readonly string[],
): Promise<readonly string[]> {
  const committed = commit === undefined ? new Map<string, string>() : await git.blobsAt(commit)
  const changed: string[] = []
  for (const name of names) {
    const content = await readText(join(folder, checkName(name)))
    const blob = committed.get(name)
    if (content === undefined || blob === undefined || !isBlobOf(blob, content)) changed.push(name)
  }
  return changed
}

function checkName(name: string): string {
  const parts = name.split('/')
  if (parts.every((part) => /^[\w@+-][\w.@+-]*$/.test(part))) return name
  throw new AppError({
    code: 'invalid-input',
    ...invalidName(name),
  })
}

/** One that has this content stays as it is, and has nothing new to copy. */
async function replaceFile(path: string, content: string): Promise<void> {
  const fresh = `${path}.pc-switcher-new`
  if ((await readText(path)) === content) {
    await rm(fresh, { force: true })
    return
  }
  await mkdir(dirname(path), { recursive: true })
  await writeFile(fresh, content, { flush: true })
  await rename(fresh, path)
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return isErrno(error, 'ENOENT')
}

/** Locks (gitrepository-layout(5) has the places), our own index, and objects that were not finished. */
const leftover = new RegExp(`(?:\\.lock|(?:^|/)${ownIndex}|(?:^|/)tmp_obj_[^/]*)$`)

/** With a lot to spare. */
const anInstantMs = 10 * 60_000

/**
 * Removes what git left in the repository and will never remove itself: with a lock of a program that is gone no commit
 * can be made any more. Older than this program means: whoever made it has ended, or waits with an editor open. All but that of
 * the index are held for an instant.
 */
async function clearLeftovers(gitFolder: string): Promise<void> {
  for (const name of await namesBelow(gitFolder)) {
    if (!leftover.test(name)) continue
    const file = path.join(gitFolder, name)
    const made = (await stat(file).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY
    const nobodysBefore = name === 'index.lock' ? performance.timeOrigin : Date.now() - anInstantMs
    if (made < Math.max(performance.timeOrigin, nobodysBefore)) await rm(file, { force: true })
  }
}

async function namesBelow(gitFolder: string): Promise<readonly string[]> {
  try {
    return await readdir(gitFolder, { recursive: true })
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
