/** State that an agent, the other laptop's agent and a job change at once. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleFolder } from '../../src-main/domains/bundles/on-machine/bundle-paths.ts'
import { elsewhereState } from '../../src-main/domains/bundles/on-machine/bundle-proofs.ts'
import { recallPlace } from '../../src-main/domains/copies/on-machine/place-memory.ts'
import { readPlaces } from '../../src-main/commons/places/on-machine/places-file.ts'
import { readExcluded } from '../../src-main/domains/reclaim/on-machine/excluded-file.ts'
import { oneAtATime } from '../../src-main/tools/files/one-at-a-time.ts'
import { readState } from '../../src-main/tools/files/state-file.ts'
import { bundleChild } from './bundle-child.ts'

let folder: string
let program: string
const state = () => path.join(folder, 'state')
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'one-at-a-time-'))
  program = path.join(folder, 'child.mjs')
  await bundleChild('one-at-a-time-child.ts', program)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('keeps what each of six processes has changed', async () => {
  const id = { name: 'work', version: '1' }
  mkdirSync(bundleFolder(state(), id), { recursive: true })
  const names = [1, 2, 3, 4, 5, 6].map(String)
  const children = names.map((own) => spawn(process.execPath, [program, state(), own], { stdio: 'inherit' }))
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0] as unknown))
  expect(codes).toEqual(names.map(() => 0))
  const all = names.flatMap((own) => Array.from({ length: 10 }, (_one, turn) => `${own}-${turn}`)).toSorted()
  expect(Object.keys(readState(elsewhereState(state(), id))?.places ?? {}).toSorted()).toEqual(all)
  expect(
    readPlaces(state())
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual([...all, 'shared'])
  expect(Object.keys(recallPlace(state(), 'f'.repeat(16)).proven).toSorted()).toEqual(all)
  expect(readExcluded(state())).toEqual(all.map((name) => `/home/${name}`))
})

it('leaves nothing held, whether the change was made or failed', () => {
  const guard = path.join(state(), 'changes.guard')
  const isFree = () => spawnSync('flock', ['--exclusive', '--nonblock', guard, 'true']).status === 0
  oneAtATime(state(), () => {
    expect(isFree()).toBe(false)
    // One inside another is the same one.
    expect(oneAtATime(state(), () => 'inner')).toBe('inner')
    expect(isFree()).toBe(false)
  })
  expect(isFree()).toBe(true)
  expect(() =>
    oneAtATime(state(), () => {
      throw new Error('refused')
    }),
  ).toThrow('refused')
  expect(isFree()).toBe(true)
})
