/** etckeeper(8): the history of /etc. Seen with 1.18.22. */
import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { removeOldLocks } from './git/old-locks.ts'
import { run, type RunOptions } from './run.ts'
import { titles } from './titles/messages.ts'

export type EtckeeperOutcome =
  | 'committed'
  | 'nothing-new'
  | 'not-used'
  /** Recorded; what the person has it do afterwards, as pushing to a remote, did not end. */
  | 'cut-short'

const commitTries = 3
const betweenTriesMs = 500
/** Hooks of the person's run in it (etckeeper.conf(5): PUSH_REMOTE, and what lies in /etc/etckeeper), and a remote may never answer. */
const commitSeconds = 20

/** Tries three times: git gives up ("unable to stat") when a program replaces a file of /etc while it adds them. */
export async function commitWithEtckeeper(message: string, options: RunOptions): Promise<EtckeeperOutcome> {
  const limit = AbortSignal.timeout(commitSeconds * 1_000)
  for (let tried = 1; ; tried += 1) {
    try {
      return await commitOnce(message, limit, options)
    } catch (error) {
      if (options.signal?.aborted === true) throw error
      // The commit is made before what follows it.
      if (limit.aborted && !(await hasChanges(etc, options))) return 'cut-short'
      if (tried === commitTries || limit.aborted) throw error
      await pause(betweenTriesMs, undefined, options)
    }
  }
}

/** `commit` fails when there is nothing. */
async function commitOnce(message: string, limit: AbortSignal, options: RunOptions): Promise<EtckeeperOutcome> {
  if (!existsSync('/usr/bin/etckeeper') || !existsSync('/etc/.git')) return 'not-used'
  removeOldLocks('/etc')
  if (!(await hasChanges(etc, options))) return 'nothing-new'
  const signal = options.signal === undefined ? limit : AbortSignal.any([options.signal, limit])
  const argv = ['etckeeper', 'commit', message] as const
  // What a hook started goes with it.
  await run({ title: titles.commitEtc({}), argv, env: commitEnvironment, diesWithAgent: true }, { signal })
  return 'committed'
}

const etc = '/etc'

/** As `etckeeper unclean` asks it, which ends with 1 for nothing to commit, and the same where git cannot read the history. */
export async function hasChanges(folder: string, options: RunOptions): Promise<boolean> {
  const argv = ['git', '-C', folder, 'status', '--porcelain'] as const
  return (await run({ title: titles.checkEtc({}), argv }, options)).stdout !== ''
}

/** Begins the history where etckeeper is there and none is; whether it did. */
export async function beginEtcHistory(options: RunOptions): Promise<boolean> {
  if (!existsSync('/usr/bin/etckeeper') || existsSync('/etc/.git')) return false
  await run({ title: titles.beginEtcHistory({}), argv: ['etckeeper', 'init'], env: commitEnvironment }, options)
  return existsSync('/etc/.git')
}

/** Deletes the history; /etc itself stays as it is. */
export async function endEtcHistory(options: RunOptions): Promise<void> {
  if (!existsSync('/usr/bin/etckeeper') || !existsSync('/etc/.git')) return
  await run({ title: titles.endEtcHistory({}), argv: ['etckeeper', 'uninit', '-f'] }, options)
}

/**
 * Git wants to know who; etckeeper takes it from the one who called sudo, and nobody did here. Git tidies up in the background after a
 * commit (git-gc(1), "--auto"; etckeeper asks for it ten times as often), and would be ended with the commit, its locks left behind.
 */
const commitEnvironment = {
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'gc.auto',
  GIT_CONFIG_VALUE_0: '0',
  GIT_CONFIG_KEY_1: 'maintenance.auto',
  GIT_CONFIG_VALUE_1: 'false',
  GIT_AUTHOR_NAME: 'pc-switcher',
  GIT_AUTHOR_EMAIL: 'root@localhost',
  GIT_COMMITTER_NAME: 'pc-switcher',
  GIT_COMMITTER_EMAIL: 'root@localhost',
}
