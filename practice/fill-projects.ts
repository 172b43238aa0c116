/** Repositories of git as people have them: commits, a branch, a stash, changes that nobody recorded yet. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { person, type Laptop } from './layout.ts'
import { randomOf } from './random.ts'
import { run } from './run.ts'

const projects = ['thesis', 'webshop', 'dotfiles'] as const

/** Makes the repositories once; both laptops get copies, xps one that is some commits behind. */
export async function makeProjects(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'practice-projects-'))
  for (const name of projects) await makeProject(path.join(folder, name), name)
  return folder
}

async function git(folder: string, ...words: readonly string[]): Promise<void> {
  // A fixed clock and nobody's settings: the same commits on every machine.
  const env = {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'Alice Example',
    GIT_AUTHOR_EMAIL: 'alice@example.invalid',
    GIT_AUTHOR_DATE: '2025-06-01T12:00:00Z',
    GIT_COMMITTER_NAME: 'Alice Example',
    GIT_COMMITTER_EMAIL: 'alice@example.invalid',
    GIT_COMMITTER_DATE: '2025-06-01T12:00:00Z',
  }
  await run(`use git in ${folder}`, ['git', '-c', 'safe.directory=*', '-c', 'gc.auto=0', '-C', folder, ...words], {
    env,
  })
}

async function makeProject(folder: string, name: string): Promise<void> {
  const random = randomOf(name)
  await mkdir(path.join(folder, 'src'), { recursive: true })
  await git(folder, 'init', '--quiet', '--initial-branch=main')
  for (let commit = 0; commit < 6; commit++) {
    for (let file = 0; file < 12; file++) {
      const lines = Array.from({ length: 20 }, () => `line ${random.below(1000)} of ${name}`)
      await writeFile(path.join(folder, 'src', `part-${file}.txt`), `${lines.join('\n')}\n`)
    }
    await git(folder, 'add', '--all')
    await git(folder, 'commit', '--quiet', '--message', `Chapter ${commit + 1}`)
    if (commit === 3) await git(folder, 'branch', 'idea')
  }
}

export async function fillProjects(laptop: Laptop, made: string): Promise<void> {
  const folder = path.join(laptop.root, 'home', person, 'projects')
  await mkdir(folder, { recursive: true })
  for (const name of projects)
    await cp(path.join(made, name), path.join(folder, name), { recursive: true, preserveTimestamps: true })
  const thesis = path.join(folder, 'thesis')
  if (laptop.host === 'p17') await workOn(thesis)
  else await git(thesis, 'reset', '--quiet', '--hard', 'HEAD~2')
  await run('give the projects to the person', ['chown', '--recursive', '--no-dereference', '1000:1000', '--', folder])
}

async function workOn(repository: string): Promise<void> {
  await writeFile(path.join(repository, 'src/part-3.txt'), 'put aside\n')
  await git(repository, 'stash', '--quiet')
  await writeFile(path.join(repository, 'src/part-1.txt'), 'changed and not recorded yet\n')
  await writeFile(path.join(repository, 'src/new chapter.txt'), 'not even added\n')
}

export async function removeProjects(made: string): Promise<void> {
  await rm(made, { recursive: true, force: true })
}
