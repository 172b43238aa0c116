/** Commits and packs by plumbing commands. A hash is 40 or 64 hexadecimal digits. */
import { bytePathFromBuffer, textFromBytePath } from '../../kernel/byte-path.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { runOnObjects, type GitFolder } from './git.ts'

/**
 * What each hash leads to as a commit, in the order asked: undefined where it is missing or leads to none (git-cat-file(1),
 * BATCH OUTPUT: `HASH commit SIZE`, or `NAME missing`).
 */
export async function peelToCommits(
  git: GitFolder,
  hashes: readonly string[],
  options: RunOptions,
): Promise<readonly (string | undefined)[]> {
  if (hashes.length === 0) return []
  const input = hashes.map((hash) => `${hash}^{commit}\n`).join('')
  const words = ['cat-file', '--batch-check=%(objectname) %(objecttype)']
  const { stdout } = await runOnObjects(git, { title: titles.readRepository({}), words, input }, options)
  const lines = stdout.split('\n').slice(0, -1)
  if (lines.length !== hashes.length) throw unreadableAnswer('git cat-file', stdout)
  return lines.map((line) => /^([0-9a-f]{40,64}) commit$/.exec(line)?.[1])
}

export interface RevList {
  readonly from: readonly string[]
  /** With all that they lead to. */
  readonly without?: readonly string[]
  readonly atMost?: number
}

/** Commits, the newest first. Rejects when one of the hashes, or what it leads to, is missing. */
export async function listCommits(git: GitFolder, list: RevList, options: RunOptions): Promise<readonly string[]> {
  if (list.from.length === 0) return []
  const most = list.atMost === undefined ? [] : [`--max-count=${list.atMost}`]
  const command = { title: titles.readRepository({}), words: ['rev-list', ...most, '--stdin'], input: revisions(list) }
  const { stdout } = await runOnObjects(git, command, options)
  return stdout.split('\n').slice(0, -1)
}

/** Rejects when anything that these lead to, files included, is missing. */
export async function checkWhole(git: GitFolder, list: RevList, options: RunOptions): Promise<void> {
  if (list.from.length === 0) return
  const words = ['rev-list', '--objects', '--quiet', '--stdin']
  await runOnObjects(git, { title: titles.checkRepository({}), words, input: revisions(list) }, options)
}

export interface CommitFacts {
  /** Its first line, as it is shown. */
  readonly title: string
  /** When it was made, ISO 8601. */
  readonly at: string
}

export async function readCommit(git: GitFolder, hash: string, options: RunOptions): Promise<CommitFacts> {
  // The words are as their author's editor encoded them: git makes UTF-8 of it, or leaves the bytes.
  const words = ['rev-list', '--no-walk', '--format=%ct%x00%s%x00', hash]
  const { bytes } = await runOnObjects(git, { title: titles.readRepository({}), words }, options)
  const [, seconds, title] = /^commit [0-9a-f]+\n(\d+)\0([^\0]*)\0/.exec(bytePathFromBuffer(bytes)) ?? []
  if (seconds === undefined || title === undefined) throw unreadableAnswer('git rev-list', bytes.toString('utf8'))
  return { title: textFromBytePath(title), at: new Date(Number(seconds) * 1000).toISOString() }
}

/** All that `from` leads to and `without` does not, as one pack, in pieces. `without` must be there. */
export async function packObjects(
  git: GitFolder,
  list: RevList,
  onBytes: (piece: Buffer) => void,
  options: RunOptions,
): Promise<void> {
  const words = ['pack-objects', '--revs', '--stdout', '--quiet', '--delta-base-offset']
  await runOnObjects(git, { title: titles.packCommits({}), words, input: revisions(list), onBytes }, options)
}

/** Adds a pack to the objects, every one of them checked by its hash. The hash that its files go by. */
export async function addPack(git: GitFolder, file: string, options: RunOptions): Promise<string> {
  const command = { title: titles.addCommits({}), words: ['index-pack', '--stdin'], inputFile: file }
  const { stdout } = await runOnObjects(git, command, options)
  const [, name] = /^(?:pack|keep)\t([0-9a-f]{40,64})$/m.exec(stdout) ?? []
  if (name === undefined) throw unreadableAnswer('git index-pack', stdout)
  return name
}

/** git 2.39 knows no `--not` there. */
function revisions({ from, without = [] }: RevList): string {
  return [...from, ...without.map((hash) => `^${hash}`)].map((word) => `${word}\n`).join('')
}
