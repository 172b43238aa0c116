/** Whatever ends a switch half-way: never a claim of success, and Resume ends in a proven one. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { crash, cutLink, mendLink } from '../../practice/pair.ts'
import { isLong, pickFor } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, commit, subjectOf } from '../laptops-alice.ts'
import { testPair } from '../laptops-pair.ts'
import {
  call,
  errorOf,
  killApp,
  signalApp,
  plan,
  pcSwitcher,
  proofOf,
  status,
  switchState,
  switchTo,
  until,
  type Told,
} from '../laptops-product.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { stepIds, type StepId } from '../../src-main/contract/step-ids.ts'
import { beginOnP17 } from './histories/repositories.ts'

const between = 'projects/between'
let round = 0

/** Enough work for every step that copies, different each time. */
async function makeWork(): Promise<void> {
  round += 1
  await shellOn(
    'p17',
    `cd /home/alice/Documents
     for i in $(seq 1 150); do head -c 20000 /dev/urandom > "round-${round}-$i.bin"; done
     head -c 30000000 /dev/urandom > round-${round}-large.bin
     chown alice:alice round-${round}-*
     printf 'round ${round}\\n' > /etc/practice-round.conf
     qemu-io -c 'write -P ${round + 16} 0 8M' -- /var/lib/libvirt/images/work.qcow2 >/dev/null`,
  )
}

async function expectWorkThere(): Promise<void> {
  const count = (host: 'p17' | 'xps') =>
    shellOn(host, `cd /home/alice/Documents && sha256sum round-${round}-* | sha256sum`)
  expect(await count('xps')).toBe(await count('p17'))
}

/** Which laptop has the work and what an earlier round left unfinished is not what these tests are about. */
async function goAnyway(): Promise<Readonly<Record<string, string>>> {
  const choices: Readonly<Record<string, string>> = {
    'checks:holder': 'take-anyway',
    'checks:unfinished': 'begin-anew',
    // A switch that was given up may have brought it.
    'images:work.qcow2': 'take',
    // Both laptops had worked in it when a switch was resumed.
    [`home:${between}`]: 'take',
  }
  // An earlier case that failed may have left its switch unfinished: then nothing else can be planned.
  if ((await switchState('p17')).kind === 'interrupted') {
    const givenUp = await pcSwitcher('p17', ['give-up'])
    expect(givenUp.stderr).toBe('')
  }
  const { questions } = await plan('p17', 'xps')
  return Object.fromEntries(questions.flatMap(({ id }) => (choices[id] === undefined ? [] : [[id, choices[id]]])))
}

/** Starts a switch without waiting for its end, and waits until the step runs. */
async function startAndReach(stepId: StepId): Promise<{ readonly ended: Promise<Told> }> {
  const ended = switchTo('p17', 'xps', await goAnyway())
  const tooEarly = ended.then((told) => {
    throw new Error(`the switch ended before ${stepId} ran: ${JSON.stringify(told.messages.at(-1))} ${told.stderr}`)
  })
  tooEarly.catch(() => undefined)
  const reached = until(`${stepId} runs`, async () => {
    const state = await switchState('p17')
    return state.kind === 'running' && state.statuses[stepId]?.kind !== 'waiting'
  })
  reached.catch(() => undefined)
  await Promise.race([reached, tooEarly])
  return { ended }
}

async function expectInterrupted(): Promise<void> {
  await until('the app says that it was interrupted', async () => (await switchState('p17')).kind === 'interrupted')
  const { overview } = await status('p17')
  expect(overview.holder).not.toMatchObject({ switchId: overview.openSwitch?.switchId })
}

async function resumeOn(host: 'p17' | 'xps'): Promise<void> {
  const resumed = await pcSwitcher(host, ['resume', '--yes'])
  expect(resumed.stderr).toBe('')
  expect([resumed.exitCode, JSON.stringify(resumed.messages.at(-1))]).toEqual([0, expect.stringContaining('proof')])
  const { verified, steps } = proofOf(resumed)
  expect(verified).toBe(true)
  // Of all runs: the files of makeWork.
  expect(steps.find(({ id }) => id === stepIds.home)?.outcome.bytes).toBeGreaterThanOrEqual(33_000_000)
  await expectWorkThere()
}

async function untilRuns(stepId: StepId): Promise<void> {
  await until(`${stepId} runs`, async () => {
    const state = await switchState('p17')
    return state.kind === 'running' && ['running', 'done'].includes(state.statuses[stepId]?.kind ?? '')
  })
}

/** Each run looks at both laptops again, and no longer has what it looked at before the last ones. */
beforeAll(async () => {
  for (const begin of [() => switchTo('p17', 'xps'), () => pcSwitcher('p17', ['resume', '--yes'])]) {
    const ended = begin()
    await untilRuns(stepIds.home)
    await killApp('p17')
    expect((await ended).exitCode).not.toBe(0)
    await expectInterrupted()
  }
  // Versions of repositories give way that only the plan had seen.
  const first = await pcSwitcher('p17', ['resume', '--yes'])
  expect([first.stderr, proofOf(first).verified]).toEqual(['', true])
})

afterEach(async () => {
  await mendLink('xps', testPair)
})

describe('the app killed', () => {
  it.each(
    pickFor(
      'killed in a step',
      [stepIds.snapshots, stepIds.systemState, stepIds.packages, stepIds.home, stepIds.images, stepIds.etc],
      1,
    ),
  )('in step %s: found interrupted, resumed, proven', async (stepId) => {
    await makeWork()
    const { ended } = await startAndReach(stepId)
    await killApp('p17')
    expect((await ended).exitCode).not.toBe(0)
    await expectInterrupted()
    await resumeOn('p17')
  })

  it('is told on the other laptop too, and finished from there', async () => {
    await makeWork()
    const { ended } = await startAndReach(stepIds.home)
    await killApp('p17')
    await ended
    await until('xps knows of it', async () => {
      const { openSwitch } = (await status('xps')).overview
      return openSwitch !== undefined && !openSwitch.running
    })
    const stopped = await switchState('p17')
    expect(stopped).toMatchObject({ kind: 'interrupted', by: 'killed' })
    const log = await pcSwitcher('xps', ['log'])
    expect(log.stderr).toBe('')
    expect(log.messages.at(-1)).toMatchObject({
      type: 'log',
      switch: { from: { name: 'p17' }, result: 'not-finished' },
    })
    expect(JSON.stringify(log.messages.at(-1))).toContain('pc-switcher was killed on P17.')
    await resumeOn('xps')
    expect((await status('p17')).overview.openSwitch).toBeUndefined()
  })

  if (isLong) {
    it('keeps a commit that was made on the other laptop before it was resumed, and brings those of this one', async () => {
      const on = (host: 'p17' | 'xps', script: string) => shellOn(host, asAlice(`cd ${between}; ${script}`))
      await beginOnP17(between)
      await makeWork()
      expect((await switchTo('p17', 'xps', await goAnyway())).exitCode).toBe(0)
      await on('p17', `echo p17 > a; git add .; ${commit('by p17')}`)
      await makeWork()
      const { ended } = await startAndReach(stepIds.home)
      await killApp('p17')
      await ended
      await expectInterrupted()
      await on('xps', `echo xps > b; git add .; ${commit('by xps')}`)
      await resumeOn('p17')
      expect(await subjectOf('xps', between, 'HEAD')).toBe('by xps')
      expect(await on('xps', 'cat b; git log --all --format=%s')).toMatch(/^xps\n[^]*by p17/)
    })
  }

  it('is given up from the other laptop, for both', async () => {
    await makeWork()
    const { ended } = await startAndReach(stepIds.home)
    await killApp('p17')
    await ended
    await expectInterrupted()
    const givenUp = await pcSwitcher('xps', ['give-up'])
    expect(givenUp.stderr).toBe('')
    expect(givenUp.exitCode).toBe(0)
    for (const host of ['p17', 'xps'] as const) {
      expect((await status(host)).overview.openSwitch).toBeUndefined()
      expect((await switchState(host)).kind).toBe('idle')
    }
    // The laptop that did not drive it remembers it too, also when the other one is away.
    await cutLink('xps', testPair)
    const { entries } = await call('xps', calls.activityList, {})
    expect(JSON.stringify(entries[0])).toContain(givenUp.messages.at(-1)?.['switchId'])
  })
})

describe('the link cut', () => {
  it('while files are copied: said within a minute, nothing claimed, resumed after mending', async () => {
    await makeWork()
    const { ended } = await startAndReach(stepIds.home)
    await cutLink('xps', testPair)
    const told = await ended
    expect(told.exitCode).not.toBe(0)
    expect(errorOf(told).hint).not.toBe('')
    await expectInterrupted()
    const early = await pcSwitcher('p17', ['resume'])
    expect(errorOf(early).code).toBe('unreachable')
    await mendLink('xps', testPair)
    await resumeOn('p17')
  })
})

describe('what came already', () => {
  it.each([
    ...(isLong ? [{ known: 'as it was written down', isForgotten: false }] : []),
    // What was written down last is not yet on the disk when the power fails.
    { known: 'of which nobody wrote down that it came', isForgotten: true },
  ])('goes again when it was deleted on the laptop that is left before resuming, $known', async ({ isForgotten }) => {
    await makeWork()
    const many = `many-${round}`
    await shellOn('p17', `mkdir /home/alice/${many} && cd /home/alice/${many} && seq 4000 | split -l 1 -a 4`)
    const { ended } = await startAndReach(stepIds.home)
    await shellOn('xps', `until [ -e /home/alice/${many}/xaaza ]; do sleep 0.02; done`)
    await killApp('p17')
    expect((await ended).exitCode).not.toBe(0)
    await expectInterrupted()
    if (isForgotten) await forgetPlaced(many)
    const last = (await shellOn('xps', `cd /home/alice/${many} && ls`)).split('\n').slice(-300)
    await shellOn('p17', `cd /home/alice/${many} && rm ${last.join(' ')}`)
    await resumeOn('p17')
    expect(await shellOn('xps', `ls /home/alice/${many}`)).toBe(await shellOn('p17', `ls /home/alice/${many}`))
  })
})

async function forgetPlaced(folder: string): Promise<void> {
  const { openSwitch } = (await status('p17')).overview
  const placed = `/var/lib/pc-switcher/root/home/switches/${openSwitch?.switchId}/placed`
  const records = `P [0-9]+ [0-9.]+ alice\\/${folder}\\/`
  await shellOn('xps', `perl -0777 -pi -e 's/${records}[^\\0]*\\0//g' ${placed} && ! grep -aqE '${records}' ${placed}`)
}

describe('the other laptop off', () => {
  it('in the middle: resumed when it is back', async () => {
    await makeWork()
    const { ended } = await startAndReach(stepIds.home)
    await crash('xps', testPair)
    expect((await ended).exitCode).not.toBe(0)
    await expectInterrupted()
    await resumeOn('p17')
  })
})

describe('the laptop that is left off', () => {
  it('in the middle: its next start says so, and it is finished', async () => {
    await makeWork()
    const { ended } = await startAndReach(stepIds.home)
    await crash('p17', testPair)
    await ended.catch(() => undefined)
    await until('p17 is back', async () => (await switchState('p17')).kind === 'interrupted')
    expect(await switchState('p17')).toMatchObject({ by: 'power' })
    await resumeOn('p17')
  })
})

// In short test/laptops/syncthing.test.ts holds that one which dies is started anew.
if (isLong) {
  describe("the other laptop's Syncthing", () => {
    it('dead in the middle: never a claim of success, resumed', async () => {
      await makeWork()
      const { ended } = await startAndReach(stepIds.home)
      await shellOn('xps', 'systemctl kill --signal=KILL pc-switcher-syncthing.service || true')
      const told = await ended
      // It may be restarted in time; then the switch ends proven, else it is told and resumed.
      if (told.exitCode === 0) expect(proofOf(told).verified).toBe(true)
      else await resumeOn('p17')
      await expectWorkThere()
    })
  })
}

describe('two switches at once', () => {
  it('the second is refused with who is at it since when', async () => {
    await makeWork()
    const { ended } = await startAndReach(stepIds.home)
    // However long the second one takes to plan, the first one is still at it.
    await signalApp('p17', 'STOP')
    let second
    try {
      second = await pcSwitcher('xps', ['switch', '--to', 'p17', '--yes'])
    } finally {
      await signalApp('p17', 'CONT')
    }
    expect(second.exitCode).toBe(4)
    expect(errorOf(second)).toMatchObject({ code: 'locked' })
    expect(JSON.stringify(errorOf(second))).toMatch(/P17.*XPS 13/)
    const told = await ended
    // On a busy machine the second one plans for longer than the other laptop waits for an app that stands still.
    if (told.exitCode === 0) expect(proofOf(told).verified).toBe(true)
    else await resumeOn('p17')
    await expectWorkThere()
  })
})
