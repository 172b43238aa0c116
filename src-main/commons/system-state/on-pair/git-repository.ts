import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { simpleGit, type SimpleGit } from 'simple-git'
import { silences } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { gitTitles, gitFailed } from './texts.ts'

/**
 * The git operations we need, by plumbing commands: those run no hook, filter, editor, monitor or signing program that
 * the repository's own configuration may name, and leave alone what the person has staged.
 */
export interface GitRepository {
  create(): Promise<void>
  /** The newest commit, or undefined before the first. */
  head(): Promise<string | undefined>
  /** The newest commit with exactly this first line, or undefined. */
  findCommit(subject: string): Promise<string | undefined>
  /** Names of the files that differ between this commit and the one before it. */
  filesOf(commit: string): Promise<readonly string[]>
  /** All files of `commit`: name to blob. */
  blobsAt(commit: string): Promise<ReadonlyMap<string, string>>
  /** Stores a content and gives its blob. */
  store(content: string): Promise<string>
  /** A commit on top of `parent` in which only these files differ. */
  commit(parts: CommitParts): Promise<string>
  /**
   * Into the person's index, so that these files do not show as changed. Not done while it is locked: `git commit -a` holds it as
   * long as its editor is open, and one that was killed for ever. The next commit has the same files.
   */
  showInIndex(blobs: ReadonlyMap<string, string>): Promise<void>
}

export interface CommitParts {
  readonly parent: string | undefined
  readonly blobs: ReadonlyMap<string, string>
  readonly message: string
}

/** The index that commits are built in, in the repository: killed on the way, the next commit writes over it. */
export const ownIndex = 'pc-switcher-index'

export function openGitRepository(place: GitPlace): GitRepository {
  // Made for each question: simple-git refuses a folder that does not exist yet.
  const git = () => prepare(place, {})
  return {
    async create() {
      await ask(git(), gitTitles.create, ['init', '--quiet', '--initial-branch=main'])
    },
    async head() {
      return filled(await ask(git(), gitTitles.read, ['rev-parse', '--verify', '--quiet', 'HEAD']))
    },
    async findCommit(subject) {
      const lines = await ask(git(), gitTitles.history, ['log', '-z', '--format=%H %s', 'HEAD', '--'])
      return lines
        .split('\0')
        .find((line) => line.slice(line.indexOf(' ') + 1) === subject)
        ?.split(' ')[0]
    },
    async filesOf(commit) {
      const argv = ['diff-tree', '-z', '-r', '--root', '--no-commit-id', '--name-only', '--no-ext-diff', commit]
      return (await ask(git(), gitTitles.history, argv)).split('\0').filter((name) => name !== '')
    },
    async blobsAt(commit) {
      const lines = (await ask(git(), gitTitles.read, ['ls-tree', '-z', '-r', '--full-tree', commit])).split('\0')
      const found = lines.map((line) => /^\d{6} blob ([0-9a-f]+)\t([^]+)$/.exec(line))
      return new Map(found.flatMap((match) => (match === null ? [] : [[match[2] ?? '', match[1] ?? ''] as const])))
    },
    async store(content) {
      const writer = prepare(place, {}, content)
      // simple-git never ends an input that is empty (4.0.2).
      const source = content === '' ? '/dev/null' : '--stdin'
      return (await ask(writer, gitTitles.write, ['hash-object', '-w', '--no-filters', source])).trim()
    },
    commit: (parts) => commitBlobs(place, parts),
    async showInIndex(blobs) {
      try {
        await ask(prepare(place, {}), gitTitles.commit, ['update-index', ...entriesOf(blobs)])
      } catch (thrown) {
        if (!existsSync(path.join(place.gitFolder, 'index.lock'))) throw thrown
      }
    },
  }
}

/** Whether a content is that of a blob. Asks no git, and writes nothing: /home must not change while it is compared. */
export function isBlobOf(blob: string, content: string): boolean {
  const bytes = Buffer.from(content)
  // git-init(1), --object-format: a name has 40 digits with SHA-1, and 64 with SHA-256.
  const hash = createHash(blob.length === 64 ? 'sha256' : 'sha1')
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === blob
}

function entriesOf(blobs: ReadonlyMap<string, string>): string[] {
  return [...blobs].flatMap(([name, blob]) => ['--add', '--cacheinfo', `100644,${blob},${name}`])
}

/** Builds the commit in an index of its own. */
async function commitBlobs(place: GitPlace, { parent, blobs, message }: CommitParts): Promise<string> {
  const scratch = prepare(place, { GIT_INDEX_FILE: path.join(place.gitFolder, ownIndex) })
  await ask(scratch, gitTitles.commit, ['read-tree', ...(parent === undefined ? ['--empty'] : [parent])])
  await ask(scratch, gitTitles.commit, ['update-index', ...entriesOf(blobs)])
  const tree = (await ask(scratch, gitTitles.commit, ['write-tree'])).trim()
  const parents = parent === undefined ? [] : ['-p', parent]
  const commit = (await ask(scratch, gitTitles.commit, ['commit-tree', ...parents, '-m', message, tree])).trim()
  await ask(scratch, gitTitles.commit, ['update-ref', '-m', `commit: ${message}`, 'HEAD', commit, parent ?? ''])
  await rm(path.join(place.gitFolder, ownIndex), { force: true })
  return commit
}

function filled(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim()
}

interface GitPlace {
  readonly gitFolder: string
  readonly workTree: string
  readonly host: string
}

/** Overrides whatever the repository says; `-c` wins over every file. */
const overrides = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'commit.gpgSign=false',
  'log.showSignature=false',
  // Otherwise a power loss leaves empty objects, which git cannot read (git-config(1), from 2.36).
  'core.fsync=all',
]

/** How git is run in ~/system-state: as the person, with what their repository configures overridden. */
function prepare(place: GitPlace, more: Readonly<Record<string, string>>, input?: string): SimpleGit {
  const identity = { name: 'pc-switcher', email: `pc-switcher@${place.host}` }
  const environment = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LC_ALL: 'C.UTF-8',
    GIT_DIR: place.gitFolder,
    GIT_WORK_TREE: place.workTree,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    // Otherwise a blob that a partial clone left out is fetched, by programs that the repository names (git(1), from 2.45).
    GIT_NO_LAZY_FETCH: '1',
    GIT_AUTHOR_NAME: identity.name,
    GIT_AUTHOR_EMAIL: identity.email,
    GIT_COMMITTER_NAME: identity.name,
    GIT_COMMITTER_EMAIL: identity.email,
    ...more,
  }
  return simpleGit({
    baseDir: place.workTree,
    config: overrides,
    // simple-git refuses these settings because they can run programs; here they are set to harmless values.
    unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true, allowUnsafeConfigPaths: true },
    allowEnvironment: Object.keys(environment),
    // One that says nothing for so long hangs, and is ended.
    timeout: { block: silences.usual },
    ...(input === undefined || input === '' ? {} : { input: () => input }),
  }).env(environment)
}

async function ask(git: SimpleGit, title: string, argv: string[]): Promise<string> {
  try {
    return await git.raw(argv)
  } catch (error) {
    throw new AppError({
      code: 'tool-failed',
      ...gitFailed(title),
      details: `git ${argv[0] ?? ''}: ${error instanceof Error ? error.message : String(error)}`,
      cause: error,
    })
  }
}
