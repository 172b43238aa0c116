/** What a program stores through a mapping (mmap(2)) while /home is frozen: its time may be in the tree, and what it stored not. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makePracticePlace } from './files-place.ts'
import { forEachTest } from './while-tested.ts'
import { pathsToldBy, scanOf, type ListedScan } from './home-scans.ts'

/** Stores a number that grows, each time after the page has been written out or not. */
const storing = `
import mmap, struct, sys, time
with open(sys.argv[1], 'r+b') as file:
    memory = mmap.mmap(file.fileno(), 0)
    print('mapped', flush=True)
    number = 0
    while True:
        number += 1
        struct.pack_into('<Q', memory, 0, number)
        time.sleep(0.002)
`

const place = forEachTest(() => makePracticePlace(1024))
let program: ChildProcess | undefined
const name = 'alice/mapped'

beforeEach(async () => {
  const file = path.join(place.home, name)
  writeFileSync(file, Buffer.alloc(4096))
  program = spawn('python3', ['-c', storing, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (program.stdout !== null) await once(program.stdout, 'data')
})
afterEach(async () => {
  if (program?.exitCode === null) {
    const ended = once(program, 'exit')
    program.kill('SIGKILL')
    await ended
  }
})

interface Seen extends ListedScan {
  readonly contents: string
  readonly times: string
}

async function see(before?: string): Promise<Seen> {
  const scan = await scanOf(place.places, before)
  const file = path.join(scan.root, name)
  const { ctimeNs, mtimeNs, size } = lstatSync(file, { bigint: true })
  return { ...scan, contents: readFileSync(file, 'hex'), times: [ctimeNs, mtimeNs, size].join(' ') }
}

it('tells that a file may have changed which has other contents under the same size and times', async () => {
  let before = await see()
  let alike = 0
  for (let scans = 0; scans < 400 && alike < 3; scans += 1) {
    const now = await see(before.inventory)
    if (now.contents !== before.contents) {
      if (now.times === before.times) alike += 1
      expect(await pathsToldBy(now), `times ${before.times} and ${now.times}`).toContain(name)
    }
    before = now
  }
  expect(alike).toBe(3)
})
