/** What ~/system-state was, commit by commit. Reads only; each request stands beside the parser of its answer. */
import { AppError } from '../../../kernel/app-error.ts'
import { ask, prepare, type GitPlace } from './run-git.ts'
import { gitFailed, gitTitles } from './texts.ts'

export interface Commit {
  readonly commit: string
  /** By the clock of the laptop that made it: ISO 8601 in UTC. */
  readonly at: string
  /** Its first line. */
  readonly subject: string
}

/** A content that was committed. */
export interface Blob {
  readonly blob: string
  readonly bytes: number
}

export interface CommitRange {
  /** The newest one that is looked at; that of the repository where it is left out. */
  readonly start?: string | undefined
  readonly count: number
}

export interface GitHistory {
  /** Commits that changed one of these files or folders, newest first, along first parents. */
  commitsOf(names: readonly string[], range: CommitRange): Promise<readonly Commit[]>
  /** For each "COMMIT:NAME", in their order; undefined where the commit, or its file, is not there. */
  findBlobs(places: readonly string[]): Promise<readonly (Blob | undefined)[]>
  /** The content of a blob, as text. */
  read(blob: string): Promise<string>
}

export function openGitHistory(place: GitPlace): GitHistory {
  return {
    async commitsOf(names, { start = 'HEAD', count }) {
      const format = '--format=%H %ct %s'
      const argv = ['log', '-z', '--no-follow', '--first-parent', `--max-count=${count}`, format, start, '--', ...names]
      const lines = (await ask(prepare(place, {}), gitTitles.history, argv)).split('\0')
      return lines.filter((line) => line !== '').map(parseCommit)
    },
    async findBlobs(places) {
      if (places.length === 0) return []
      const reader = prepare(place, {}, places.map((one) => `${one}\n`).join(''))
      const lines = (await ask(reader, gitTitles.history, ['cat-file', '--batch-check'])).trimEnd().split('\n')
      return lines.map(parseFoundBlob)
    },
    read: (blob) => ask(prepare(place, {}), gitTitles.history, ['cat-file', 'blob', blob]),
  }
}

function parseCommit(line: string): Commit {
  const match = /^([0-9a-f]+) (\d+) (.*)$/s.exec(line)
  if (match === null) {
    throw new AppError({ code: 'unreadable-answer', ...gitFailed(gitTitles.history), details: `git log: ${line}` })
  }
  const [, commit = '', seconds = '', subject = ''] = match
  return { commit, at: new Date(Number(seconds) * 1_000).toISOString(), subject }
}

/** "4af1… blob 512"; "4af1…:packages/p17.json missing", and "tree" where a folder is in its place (git-cat-file(1)). */
function parseFoundBlob(line: string): Blob | undefined {
  const match = /^([0-9a-f]+) blob (\d+)$/.exec(line)
  return match === null ? undefined : { blob: match[1] ?? '', bytes: Number(match[2]) }
}
