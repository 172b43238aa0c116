/** How git is run in ~/system-state: as the person, with what their repository configures overridden. */
import { simpleGit, type SimpleGit } from 'simple-git'
import { silences } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { gitFailed } from './texts.ts'

export interface GitPlace {
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

export function prepare(place: GitPlace, more: Readonly<Record<string, string>>, input?: string): SimpleGit {
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

export async function ask(git: SimpleGit, title: string, argv: string[]): Promise<string> {
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
