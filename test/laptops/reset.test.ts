/** The practice pair itself: every file of these tests relies on it to give the same two laptops. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import { resetPair } from '../../practice/pair.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'

let elsewhere: ReturnType<typeof spawn> | undefined

afterEach(async () => {
  if (elsewhere === undefined) return
  const ended = once(elsewhere, 'exit')
  elsewhere.kill('SIGKILL')
  await ended
})

it('gives the room of a full disk back while another program holds copies of its mounts', async () => {
  elsewhere = spawn('unshare', ['--mount', 'sleep', '600'], { stdio: 'ignore' })
  await once(elsewhere, 'spawn')
  const free = 'df --block-size=1 --output=avail /var | tail -n 1'
  const before = Number(await shellOn('xps', free))
  await shellOn('xps', `fallocate -l $(($(${free}) - 300000000)) /var/filler; sync`)

  await resetPair(testPair)

  expect(Number(await shellOn('xps', free))).toBeGreaterThan(before - 100_000_000)
})
