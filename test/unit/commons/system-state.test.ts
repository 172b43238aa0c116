import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import { openSystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import { ownFolder } from '../../own-folder.ts'

let folder = ''
const repository = () => join(folder, 'system-state')
const git = (...argv: string[]) => execFileSync('git', ['-C', repository(), ...argv], { encoding: 'utf8' }).trim()

beforeEach(() => (folder = ownFolder('system-state')))

/** With one file and one commit. */
async function committed() {
  const state = openSystemState(repository(), 'p17')
  await state.writeFiles({ 'etc.stignore': '*\n' })
  await state.commit('first')
  return state
}

it('makes the repository and commits what was written, as itself', async () => {
  const state = openSystemState(repository(), 'p17')
  await state.writeFiles({ 'packages/p17.json': '{}\n', 'etc.stignore': '*\n' })
  const outcome = await state.commit('Switch p17 → xps 1')
  expect(outcome).toEqual({ commit: git('rev-parse', 'HEAD') })
  expect(git('log', '-1', '--format=%an <%ae> %s')).toBe('pc-switcher <pc-switcher@p17> Switch p17 → xps 1')
  expect(git('status', '--porcelain')).toBe('')
  expect(await state.readFile('etc.stignore')).toBe('*\n')
})

it('commits past the locks and unfinished objects that a power loss left, and removes them', async () => {
  const state = await committed()
  const left = [
    'index.lock',
    'HEAD.lock',
    'refs/heads/main.lock',
    'pc-switcher-index',
    'pc-switcher-index.lock',
    'objects/00/tmp_obj_x',
  ]
  for (const name of left) {
    mkdirSync(join(repository(), '.git', name, '..'), { recursive: true })
    writeFileSync(join(repository(), '.git', name), '')
    utimesSync(join(repository(), '.git', name), 0, 0)
  }
  await state.clearLeftovers()
  await state.writeFiles({ 'etc.stignore': '!/hosts\n*\n' })
  expect(await state.commit('second')).toMatchObject({ commit: git('rev-parse', 'HEAD') })
  expect(left.filter((name) => existsSync(join(repository(), '.git', name)))).toEqual([])
})

it('leaves a lock that somebody works with now', async () => {
  const state = await committed()
  writeFileSync(join(repository(), '.git/index.lock'), '')
  await state.clearLeftovers()
  expect(existsSync(join(repository(), '.git/index.lock'))).toBe(true)
})

it('commits while the index is locked, leaves the lock, and shows its files as committed once it is gone', async () => {
  const state = openSystemState(repository(), 'p17')
  await state.writeFiles({ 'etc.stignore': '*\n', 'packages/p17.json': '{}' })
  await state.commit('first')
  writeFileSync(join(repository(), '.git/index.lock'), '')
  await state.clearLeftovers()
  await state.writeFiles({ 'etc.stignore': '!/hosts\n*\n', 'packages/p17.json': '{}' })
  expect(await state.commit('second')).toEqual({ commit: git('rev-parse', 'HEAD') })
  expect(existsSync(join(repository(), '.git/index.lock'))).toBe(true)
  rmSync(join(repository(), '.git/index.lock'))
  await state.writeFiles({ 'etc.stignore': '!/hosts\n*\n', 'packages/p17.json': '{"a":1}' })
  await state.commit('third')
  expect(git('status', '--porcelain')).toBe('')
})

it('removes a lock of a reference that was left since this program began, and is held for an instant', async () => {
  const state = await committed()
  const [old, fresh] = ['HEAD.lock', 'refs/heads/main.lock'].map((name) => join(repository(), '.git', name))
  for (const file of [old, fresh]) writeFileSync(file ?? '', '')
  // As if this program had been running for an hour.
  vi.spyOn(performance, 'timeOrigin', 'get').mockReturnValue(Date.now() - 3_600_000)
  utimesSync(old ?? '', Date.now() / 1_000 - 1_800, Date.now() / 1_000 - 1_800)
  await state.clearLeftovers()
  expect([existsSync(old ?? ''), existsSync(fresh ?? '')]).toEqual([false, true])
  vi.restoreAllMocks()
})

it('makes no commit when nothing is new', async () => {
  const state = await committed()
  await state.writeFiles({ 'etc.stignore': '*\n' })
  expect(await state.commit('second')).toEqual({ unchanged: true })
})

it('leaves a file alone that has the content already, and nothing of a killed program beside it', async () => {
  const state = openSystemState(repository(), 'p17')
  await state.writeFiles({ 'etc.stignore': '*\n' })
  const file = join(repository(), 'etc.stignore')
  const before = statSync(file, { bigint: true })
  writeFileSync(`${file}.pc-switcher-new`, 'half')
  await state.writeFiles({ 'etc.stignore': '*\n' })
  expect(statSync(file, { bigint: true })).toMatchObject({
    ino: before.ino,
    mtimeNs: before.mtimeNs,
    ctimeNs: before.ctimeNs,
  })
  expect(existsSync(`${file}.pc-switcher-new`)).toBe(false)
})

it('finds a commit by its message, and what was changed without a commit', async () => {
  const state = openSystemState(repository(), 'p17')
  expect(await state.findCommit('first')).toBeUndefined()
  await state.writeFiles({ 'etc.stignore': '*\n', 'packages/xps.json': '{}' })
  await state.commit('first')
  const commit = await state.findCommit('first')
  expect(commit).toBe(git('rev-parse', 'HEAD'))
  writeFileSync(join(repository(), 'etc.stignore'), 'else')
  expect(await state.uncommittedOf(commit ?? '')).toEqual(['etc.stignore'])
})

it('leaves what the person has staged out of the commit and staged', async () => {
  const state = await committed()
  writeFileSync(join(repository(), 'notes.md'), 'mine')
  git('add', 'notes.md')
  await state.writeFiles({ 'etc.stignore': '!/hosts\n*\n' })
  await state.commit('second')
  expect(git('show', '--name-only', '--format=', 'HEAD')).toBe('etc.stignore')
  expect(git('status', '--porcelain')).toBe('A  notes.md')
})

it('runs nothing that the repository names: hooks, filters, monitors, signing programs', async () => {
  const state = await committed()
  const trap = join(folder, 'trap')
  writeFileSync(trap, `#!/bin/sh\ntouch ${folder}/sprung\ncat\n`, { mode: 0o755 })
  for (const hook of ['pre-commit', 'post-commit', 'reference-transaction', 'post-index-change', 'commit-msg']) {
    mkdirSync(join(repository(), '.git/hooks'), { recursive: true })
    writeFileSync(join(repository(), '.git/hooks', hook), readFileSync(trap), { mode: 0o755 })
  }
  const config = {
    'filter.x.clean': trap,
    'core.fsmonitor': trap,
    'gpg.program': trap,
    'commit.gpgSign': 'true',
    'core.editor': trap,
    'core.pager': trap,
    'diff.external': trap,
    'diff.x.textconv': trap,
    'log.follow': 'true',
  }
  for (const [name, value] of Object.entries(config)) {
    writeFileSync(
      join(repository(), '.git/config'),
      `[${name.split('.').slice(0, -1).join(' "')}${name.split('.').length > 2 ? '"' : ''}]\n\t${name.split('.').at(-1) ?? ''} = ${value}\n`,
      { flag: 'a' },
    )
  }
  await state.writeFiles({ 'etc.stignore': 'new\n', 'packages/a.json': '{}' })
  writeFileSync(join(repository(), '.gitattributes'), '* filter=x diff=x\n')
  expect(await state.commit('second')).toHaveProperty('commit')
  await state.uncommittedOf((await state.findCommit('second')) ?? '')
  expect(existsSync(join(folder, 'sprung'))).toBe(false)
})

it.each(['../x', '/etc/passwd', '.git/config', 'a/../b', ''])('refuses the file name "%s"', async (name) => {
  await expect(openSystemState(repository(), 'p17').writeFiles({ [name]: 'x' })).rejects.toMatchObject({
    code: 'invalid-input',
  })
})

it.each(['sha1', 'sha256'])('knows what is committed already, and what is not, by names of %s', async (format) => {
  mkdirSync(repository())
  git('init', '--quiet', '--initial-branch=main', `--object-format=${format}`)
  const state = openSystemState(repository(), 'p17')
  const files = { 'etc.stignore': '*\n', 'packages/p17.json': '{ "name": "größe" }\n', empty: '' }
  await state.writeFiles(files)
  const outcome = await state.commit('first')
  if (!('commit' in outcome)) throw new Error('nothing was committed')
  await state.writeFiles(files)
  expect(await state.commit('second')).toEqual({ unchanged: true })
  expect(await state.uncommittedOf(outcome.commit)).toEqual([])
  writeFileSync(join(repository(), 'packages/p17.json'), '{}\n')
  rmSync(join(repository(), 'empty'))
  expect([...(await state.uncommittedOf(outcome.commit))].sort()).toEqual(['empty', 'packages/p17.json'])
})
