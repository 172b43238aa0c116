import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { belongsToAnotherPair, findLeaks, runMark, takeInventory } from '../../../scripts/leaks.mjs'

const ours = { pairs: ['test', 'testb'], run: 'none' }

it('finds what was not there before', () => {
  const leaks = findLeaks(
    new Set(['mount / (ext4)']),
    new Set(['mount / (ext4)', 'mount /tmp/x (btrfs /dev/loop7)']),
    ours,
  )
  expect(leaks).toEqual(['mount /tmp/x (btrfs /dev/loop7)'])
})

it.each([
  'mount /var/lib/pc-switcher-practice/mine/p17/root (btrfs /dev/loop3)',
  'process 12: systemd-nspawn -q --machine=p17-mine',
  'process 13: node dist/practice/main.mjs supervise --name mine',
])("leaves another pair's things alone: %s", (line) => {
  expect(belongsToAnotherPair(line, ours.pairs)).toBe(true)
  for (const own of ours.pairs) expect(belongsToAnotherPair(line.replaceAll('mine', own), ours.pairs)).toBe(false)
})

it('reads this machine', () => {
  expect([...takeInventory()].some((line) => line.startsWith('mount / '))).toBe(true)
})

it('finds a process that carries the mark of the run, wherever it went', async () => {
  const run = `unit-${String(process.pid)}`
  const child = spawn('sleep', ['60'], { env: { ...process.env, [runMark]: run }, detached: true, stdio: 'ignore' })
  await once(child, 'spawn')
  try {
    const expected = `process ${String(child.pid)}: sleep 60`
    await expect.poll(() => findLeaks(new Set(), new Set(), { ...ours, run })).toEqual([expected])
  } finally {
    child.kill()
  }
})
