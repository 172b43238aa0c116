/**
 * git(1) in a repository that somebody else wrote: as its owner, and with nothing of what it configures. git is given a
 * git folder of our own (`GIT_DIR`), in which there is no hook, filter, include, promisor or signing program, and only the
 * objects of theirs (`GIT_OBJECT_DIRECTORY`). It starts in theirs, so it needs no way to get there: the trees of root are
 * closed to it. One with alternates (gitrepository-layout(5)) cannot be read so.
 */
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { asPerson, type Account } from '../accounts/as-person.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../proc/process-identity.ts'
import { run, type Command, type RunOptions, type RunResult } from '../run.ts'

export interface GitFolder {
  /** A way to their git folder that no link or rename changes: `/proc/PID/fd/NUMBER`. */
  readonly at: string
  readonly owner: Account
  /** A git folder of our own, made by `withNeutralFolder`. */
  readonly neutral: string
}

export interface GitCommand extends Pick<Command, 'title' | 'exitCodes' | 'onBytes'> {
  readonly words: readonly string[]
  readonly input?: Uint8Array | string
  readonly inputFile?: string
}

/** `-c` wins over every file. A commit graph or an index over packs may be damaged: they only save time. */
const overrides = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.logAllRefUpdates=false',
  'core.sharedRepository=0644',
  'core.commitGraph=false',
  'core.multiPackIndex=false',
  'gc.auto=0',
].flatMap((setting) => ['-c', setting])

const environment = {
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  // Whatever asks for objects from elsewhere gets none.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
} as const

/** Reads and writes their objects; knows no name of theirs. */
export function runOnObjects({ at, owner, neutral }: GitFolder, command: GitCommand, options: RunOptions) {
  const env = { ...environment, GIT_DIR: neutral, GIT_OBJECT_DIRECTORY: 'objects' }
  return runGit({ at, owner, env }, command, options)
}

/** Where names are written: git has to know how this repository keeps them. */
export function runOnNames({ at, owner }: GitFolder, command: GitCommand, options: RunOptions) {
  const env = { ...environment, GIT_DIR: '.', GIT_WORK_TREE: '.' }
  return runGit({ at, owner, env }, command, options)
}

interface GitStart {
  readonly at: string
  readonly owner: Account
  readonly env: Readonly<Record<string, string>>
}

function runGit({ at, owner, env }: GitStart, command: GitCommand, options: RunOptions): Promise<RunResult> {
  const { words, ...rest } = command
  return run({ ...rest, argv: [...asPerson(owner), 'git', ...overrides, ...words], cwd: at, env }, options)
}

const sha1Config = '[core]\nbare = true\nrepositoryformatversion = 0\n'
const sha256Config = '[core]\nbare = true\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = sha256\n'

const neutral = 'pc-switcher-git-'

export interface NeutralFolder {
  /** 40 for SHA-1, 64 for SHA-256. */
  readonly hashLength: number
  /** What their `shallow` has: where the history was cut off. */
  readonly shallow: string
}

/** Everybody can read it, root alone can change it; it is gone when `use` has ended. */
export async function withNeutralFolder<T>(
  { hashLength, shallow }: NeutralFolder,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), `${neutral}${nameOfProcess(identifyThisProcess())}.`))
  try {
    const files = {
      HEAD: 'ref: refs/heads/none\n',
      config: hashLength === 64 ? sha256Config : sha1Config,
      ...(shallow === '' ? {} : { shallow }),
    }
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(path.join(folder, name), text)
      chmodSync(path.join(folder, name), 0o644)
    }
    for (const name of ['objects', 'refs', '.']) {
      mkdirSync(path.join(folder, name), { recursive: true })
      chmodSync(path.join(folder, name), 0o755)
    }
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Removes what programs that were killed left. */
export function sweepNeutralFolders(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(neutral))) {
    const folder = path.join(tmpdir(), name)
    const owner = processOfName(name.slice(neutral.length))
    // Everybody may put something of this name there.
    if (lstatSync(folder, { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue
    if (owner === undefined || !isAlive(owner)) rmSync(folder, { recursive: true, force: true })
  }
}
