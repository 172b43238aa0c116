/**
 * The names of a repository, read from its files (gitrepository-layout(5), git-pack-refs(1)) without asking git, so that
 * nothing of it is run; and written by git-update-ref(1), which knows how the repository keeps them and locks them.
 */
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { bytesOf, readForeignBeginning } from '../files/foreign-file.ts'
import { readFolderInside, statInside } from '../files/safe-path.ts'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { runOnNames, type GitFolder } from './git.ts'

export interface Ref {
  /** "refs/heads/main"; or what stands for a commit without one: "HEAD", "stash/1", "worktrees/NAME". */
  readonly name: BytePath
  readonly hash: string
}

export interface Names {
  /** Sorted by name. */
  readonly refs: readonly Ref[]
  /** What HEAD names: a branch, which need not have a commit yet; undefined when it is detached, or cannot be read. */
  readonly branch: BytePath | undefined
  /** Where the history was cut off: what `shallow` has, "" if it is whole. */
  readonly shallow: string
}

/** In reftable(5) there are no files to read. */
export type ReadNames = Names | 'other-format'

const nameBytes = 4_096
const listBytes = 64 << 20
const hashPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** `folder` is the git folder, below `root`. Follows no link out of it. */
export function readNames(root: string, folder: BytePath): ReadNames {
  if (statInside(root, `${folder}/reftable`) !== undefined) return 'other-format'
  const packed = readPacked(readText(root, `${folder}/packed-refs`, listBytes) ?? '')
  const loose = readLoose(root, folder)
  const head = readText(root, `${folder}/HEAD`, nameBytes)?.trim() ?? ''
  const branch = /^ref: (refs\/\S.*)$/.exec(head)?.[1]
  const refs = new Map([...packed, ...loose].map((ref) => [ref.name, ref]))
  if (hashPattern.test(head)) refs.set('HEAD', { name: 'HEAD', hash: head })
  const stashes = readStashes(root, folder)
  for (const ref of [...stashes, ...readWorktrees(root, folder)]) refs.set(ref.name, ref)
  if (stashes.length > 0) refs.delete('refs/stash')
  return {
    refs: [...refs.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    branch,
    shallow: readText(root, `${folder}/shallow`, listBytes) ?? '',
  }
}

function readPacked(text: string): readonly Ref[] {
  return text.split('\n').flatMap((line) => {
    const [, hash, name] = /^([0-9a-f]{40,64}) (refs\/\S+)$/.exec(line) ?? []
    return hash === undefined || name === undefined ? [] : [{ name, hash }]
  })
}

/** A name for another one, as refs/remotes/origin/HEAD, has no commit of its own; nor has a damaged file. */
function readLoose(root: string, folder: BytePath): readonly Ref[] {
  const refs: Ref[] = []
  const open: BytePath[] = ['refs']
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { name, isFolder, isFile } of readFolderInside(root, `${folder}/${at}`)) {
      const ref = `${at}/${name}`
      if (isFolder) open.push(ref)
      if (!isFile || name.endsWith('.lock')) continue
      const text = readText(root, `${folder}/${ref}`, nameBytes)?.trim() ?? ''
      if (hashPattern.test(text)) refs.push({ name: ref, hash: text })
    }
  }
  return refs
}

/** Each time something was put aside; refs/stash names the last one alone. */
function readStashes(root: string, folder: BytePath): readonly Ref[] {
  const lines = readText(root, `${folder}/logs/refs/stash`, listBytes)?.trimEnd().split('\n') ?? []
  return lines.toReversed().flatMap((line, index) => {
    const hash = line.split(' ')[1] ?? ''
    return hashPattern.test(hash) ? [{ name: `stash/${index}`, hash }] : []
  })
}

/** Of git-worktree(1): those that are on no branch. */
function readWorktrees(root: string, folder: BytePath): readonly Ref[] {
  if (statInside(root, `${folder}/worktrees`)?.isDirectory() !== true) return []
  return readFolderInside(root, `${folder}/worktrees`).flatMap(({ name }) => {
    const hash = readText(root, `${folder}/worktrees/${name}/HEAD`, nameBytes)?.trim() ?? ''
    return hashPattern.test(hash) ? [{ name: `worktrees/${name}`, hash }] : []
  })
}

/** Undefined when there is no such file; cut off at `mostBytes`. */
function readText(root: string, path: BytePath, mostBytes: number): string | undefined {
  return bytesOf(readForeignBeginning(root, path, mostBytes))?.toString('latin1')
}

/** git-check-ref-format(1), for what comes below refs/. */
export function isRefName(name: BytePath): boolean {
  // eslint-disable-next-line no-control-regex -- what git refuses
  if (/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^\/|[/.]$/.test(name) || name === '@') return false
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
}

/** All of them or none. Rejects when one is there already, or cannot be beside what is there. */
export async function createRefs(git: GitFolder, refs: readonly Ref[], options: RunOptions): Promise<void> {
  if (refs.length === 0) return
  const input = bufferFromBytePath(refs.map(({ name, hash }) => `create ${name}\0${hash}\0`).join(''))
  const words = ['update-ref', '--stdin', '-z', '--no-deref']
  await runOnNames(git, { title: titles.addCommits({}), words, input }, options)
}
