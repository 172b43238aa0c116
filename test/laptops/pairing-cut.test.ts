/** The cable is pulled at each step of pairing: it is gone on with, or taken back, and both laptops are as they were. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { argvOn, cutLink, mendLink, resetPair } from '../../practice/pair.ts'
import { hosts, type Host } from '../../practice/layout.ts'
import { work } from '../../src-main/domains/pairing/on-pair/texts.ts'
import { pickFor, randomFor } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { addressOfXps, fingerprintOf, installOnP17, pairWith, password, purge, systemOf } from '../laptops-pairing.ts'
import { errorOf, pcSwitcher, until, type Told, requireDone } from '../laptops-product.ts'

const steps = {
  pack: work.pack,
  send: work.send('xps'),
  install: work.install('xps'),
  prepare: work.prepare,
  'join there': work.join('xps'),
  'join here': work.join('p17'),
  start: work.start,
} as const
type Step = keyof typeof steps
const ways = ['gone on with', 'taken back'] as const
const cases = (Object.keys(steps) as Step[]).flatMap((step) => ways.map((way) => ({ step, way })))
const longestMs = 800

/** Ends as `pair` does that loses the other laptop a moment after that step has begun. */
async function pairAndCut(
  step: Step,
  delayMs: number,
): Promise<{ readonly exitCode: number | null; readonly isCut: boolean }> {
  const known = ['--yes', '--password-stdin', '--fingerprint', await fingerprintOf('xps'), '--json']
  const argv = ['pc-switcher', 'pair', `alice@${await addressOfXps()}`, ...known] as const
  const [program, ...words] = await argvOn('p17', argv, { name: testPair, user: 'alice' })
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(`${password}\n`)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  let cut: Promise<void> | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line) as Told['messages'][number] & { readonly progress?: { readonly current?: string } }
    if (cut === undefined && message.progress?.current === steps[step])
      cut = wait(delayMs).then(() => cutLink('xps', testPair))
  }
  const exitCode = await ended
  await cut
  return { exitCode, isCut: cut !== undefined }
}

const before: Partial<Record<Host, Awaited<ReturnType<typeof systemOf>>>> = {}

describe('pairing, when the cable is pulled', () => {
  beforeAll(async () => {
    await resetPair(testPair)
    for (const host of hosts) {
      await shellOn(host, `echo alice:${password} | chpasswd`)
      before[host] = await systemOf(host)
    }
  })
  beforeEach(installOnP17)
  afterAll(() => mendLink('xps', testPair))

  it.each(pickFor('pairing cut', cases, 1))('at $step is $way, and leaves nothing', async ({ step, way }) => {
    const { exitCode, isCut } = await pairAndCut(step, randomFor(`pairing cut ${step} ${way}`).below(longestMs))
    expect(isCut).toBe(true)
    await mendLink('xps', testPair)
    // What comes after the last word of the other laptop may have been quicker than the cable.
    if (step !== 'start') expect(exitCode).not.toBe(0)
    if (way === 'gone on with') {
      const told = await pairWith('--yes')
      requireDone(told)
      expect(JSON.stringify(told.messages.find(({ type }) => type === 'doctor'))).not.toContain('"failed"')
    }
    const left = await pcSwitcher('p17', ['unpair', '--yes', '--password-stdin'], `${password}\n`)
    // It broke off before anything was made.
    if (left.exitCode !== 0) expect(errorOf(left).code).toBe('not-paired')
    for (const host of hosts) {
      await until('the package can be removed', async () => (await shellOn(host, 'pgrep -x dpkg || true')) === '')
      await purge(host)
      expect(await systemOf(host)).toEqual(before[host])
    }
  })
})
