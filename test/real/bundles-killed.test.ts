/** SIGKILL while a bundle is made: it is there whole or not at all, the others are as they were, and nothing is left. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readBundles } from '../../src-main/domains/bundles/on-machine/bundle-folders.ts'
import { removeBundle, sweepBundles } from '../../src-main/domains/bundles/on-machine/make-and-remove.ts'
import { makeBundle, type BundleHost } from '../../src-main/domains/bundles/on-machine/make-bundle.ts'
import { verifyBundle } from '../../src-main/domains/bundles/on-machine/verify-bundle.ts'
import { bundleChild } from './bundle-child.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

const quiet = { onBytes: () => undefined }

let laptop: LoopBtrfs
let host: BundleHost
let source: string
let program: string
beforeAll(async () => {
  laptop = makeLoopBtrfs()
  for (const name of ['@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, name))
  const stateFolder = laptop.mount('@state', 'state')
  const home = laptop.mount('@home', 'home')
  chmodSync(laptop.folder, 0o755)
  host = { stateFolder, person: { name: 'nobody', uid: 65_534, gid: 65_534, home } }
  source = path.join(home, 'work')
  mkdirSync(source)
  for (let number = 0; number < 400; number += 1) writeFileSync(path.join(source, `${number}`), randomBytes(30_000))
  sh('chown', '-R', '65534:65534', home)
  program = path.join(laptop.folder, 'child.mjs')
  await bundleChild('bundles-child.ts', program)
  await makeBundle(host, { id: { name: 'work', version: 'first' }, paths: [source] }, quiet)
})
afterAll(() => laptop.remove())

/** Until it prints `word`, and then a little longer. */
async function runAndKill(wanted: object, { word, afterMs }: { readonly word: string; readonly afterMs: number }) {
  const child = spawn(process.execPath, [program, JSON.stringify({ host, wanted })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (data: Buffer) => {
    if (!said.includes(word)) setTimeout(() => child.kill('SIGKILL'), afterMs)
    said += data.toString()
  })
  await new Promise((resolve) => child.once('close', resolve))
  return said
}

const subvolumes = () => sh('btrfs', 'subvolume', 'list', '-o', host.stateFolder).trim().split('\n').length

it.each([
  { name: 'new', word: 'begins', afterMs: 150 },
  { name: 'new', word: 'begins', afterMs: 500 },
  { name: 'new', word: 'reads', afterMs: 1 },
  { name: 'work', word: 'begins', afterMs: 400 },
  { name: 'work', word: 'begins', afterMs: 900 },
  { name: 'work', word: 'begins', afterMs: 1_300 },
])('$name, $afterMs ms after "$word"', async ({ name, ...moment }) => {
  writeFileSync(path.join(source, '7'), randomBytes(30_000))
  const id = { name, version: 'next' }
  const said = await runAndKill({ id, paths: [source] }, moment)
  await sweepBundles(host.stateFolder)
  const found = readBundles(host.stateFolder).map(({ head }) => `${head.bundle.name}:${head.bundle.version}`)
  if (said.includes('done')) expect(found).toContain(`${name}:next`)
  for (const { head } of readBundles(host.stateFolder))
    expect(await verifyBundle(host.stateFolder, head.bundle, quiet)).toMatchObject({ wrongCount: 0 })
  expect(subvolumes()).toBe(found.length)
  const folders = readdirSync(path.join(host.stateFolder, 'bundles'))
  for (const folder of folders)
    expect(readdirSync(path.join(host.stateFolder, 'bundles', folder)).filter((one) => one.startsWith('.'))).toEqual([])
  if (found.includes(`${name}:next`)) await removeBundle(host.stateFolder, id)
})
