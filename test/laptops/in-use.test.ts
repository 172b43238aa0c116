/** A laptop that is used while it is taken: what is asked before, and who is told what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calls } from '../../src-main/contract/calls.ts'
import type { Question } from '../../src-main/contract/preview.ts'
import type { PlanView } from '../../src-main/contract/switch-state.ts'
import { shellOn } from '../laptops-agents.ts'
import { errorOf, killApp, pcSwitcher, plan, proofOf, signalApp, status, switchTo, until } from '../laptops-product.ts'

const documents = '/home/alice/Documents'
const inUse = 'home:/in-use'
/** Every switch here goes the same way. */
const leads = { 'checks:holder': 'take-anyway' }

/** A program of alice's on xps, in a service of its own. */
const startOnXps = (unit: string, script: string) =>
  shellOn(
    'xps',
    `systemd-run --quiet --collect --unit=${unit} -p User=alice -p WorkingDirectory=${documents} bash -c '${script}'`,
  )
const stopOnXps = (unit: string) => shellOn('xps', `systemctl stop ${unit}`)

/** A desktop with nothing but a bus on which its notifications are written down. */
const startDesktop = () =>
  shellOn(
    'xps',
    `install -o alice -g alice /dev/null /tmp/notifications
    systemd-run --quiet --collect --unit=desktop -p PAMName=login -p User=alice -E XDG_SESSION_TYPE=wayland -p StandardOutput=append:/tmp/notifications \
      busctl --user monitor --match=interface=org.freedesktop.Notifications`,
  )
/** A desktop that has just begun is told again until it shows a notification, which this one never does. */
const told = async () =>
  [...(await shellOn('xps', 'cat /tmp/notifications')).matchAll(/STRING "io\.github\.pc_switcher";\s+STRING "(.*)";/g)]
    .map(([, title]) => title)
    .filter((title, index, all) => title !== all[index - 1])
const motd = () => shellOn('xps', 'cat /run/motd.d/* 2>/dev/null || true')
const change = (name: string, text: string) => shellOn('p17', `echo '${text}' >> ${documents}/${name}`)

async function asked(): Promise<{ readonly plan: PlanView; readonly question: Question | undefined }> {
  const { plan: made, questions } = await plan('p17', 'xps')
  return { plan: made, question: questions.find(({ id }) => id === inUse) }
}

function noticesOf({ previews }: PlanView): readonly string[] {
  return Object.values(previews).flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'notice' ? [block.text] : [])),
  )
}

const start = (planId: string, answers: Readonly<Record<string, string>>) =>
  pcSwitcher('p17', ['call', calls.switchStart.name, JSON.stringify({ planId, answers })])

const isDone = async () => (await status('p17')).state.kind === 'done'
const isRunning = async () => (await status('p17')).state.kind === 'running'

describe('a laptop that is in use', () => {
  beforeAll(async () => {
    await shellOn('p17', `cd ${documents}; for f in open read; do echo first > $f.txt; chown alice:alice $f.txt; done`)
    expect((await switchTo('p17', 'xps')).exitCode).toBe(0)
    await change('open.txt', 'from p17')
    await change('read.txt', 'from p17')
    await startOnXps('writer', 'exec 5>> open.txt; exec sleep 3600')
    await startOnXps('reader', 'exec 5< read.txt; exec sleep 3600')
  })
  afterAll(() => shellOn('xps', 'systemctl stop writer reader desktop || true'))

  it('is asked about by program and file, and who is logged in is told', async () => {
    await startDesktop()
    const { plan: made, question } = await asked()
    expect(question).toMatchObject({ reason: 'sleep uses Documents/open.txt', required: true })
    expect(question).not.toHaveProperty('safeDefault')
    expect(noticesOf(made).join()).toContain('reads Documents/read.txt')
    const rows = Object.values(made.previews).flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'checks' ? block.rows : [])),
    )
    expect(rows.find(({ id }) => id === 'sessions')).toMatchObject({
      from: { text: 'Nobody' },
      to: { tone: 'warning', text: expect.stringMatching(/^alice: desktop, since /) as unknown },
    })
  })

  it('is left as it is without an answer, also with --yes', async () => {
    const refused = await switchTo('p17', 'xps', leads)
    expect(refused.exitCode).toBe(3)
    expect(errorOf(refused)).toMatchObject({ code: 'needs-answers' })
    expect(errorOf(refused).details).toContain(inUse)
  })

  it('is left as it is when the answer is to stop', async () => {
    expect(errorOf(await switchTo('p17', 'xps', { ...leads, [inUse]: 'stop' }))).toMatchObject({ code: 'blocked' })
  })

  it('is left as it is while what was to be closed is open, and then goes on with the same answer', async () => {
    const { plan: made } = await asked()
    const refused = await start(made.planId, { ...leads, [inUse]: 'close' })
    expect(errorOf(refused)).toMatchObject({
      code: 'plan-changed',
      details: expect.stringContaining('open.txt') as unknown,
    })
    expect(await shellOn('xps', `cat ${documents}/open.txt`)).toBe('first\n')
    expect(await told()).toEqual([])
    const { state } = await status('p17')
    if (state.kind !== 'planned') throw new Error(state.kind)
    await stopOnXps('writer')
    await start(state.plan.planId, { ...leads, [inUse]: 'close' })
    await until('the switch is done', isDone)
    expect(await shellOn('xps', `cat ${documents}/open.txt ${documents}/read.txt`)).toBe(
      'first\nfrom p17\nfirst\nfrom p17\n',
    )
  })

  it('is told at its begin and end, on the desktop and at a login', async () => {
    await shellOn('xps', 'truncate -s 0 /tmp/notifications')
    await change('open.txt', 'told')
    const done = switchTo('p17', 'xps', leads)
    await until('a login is told', async () => (await motd()).includes('is copying'))
    const login = await shellOn('xps', '(sleep 1; echo exit) | script -qc "login -f alice" /dev/null')
    expect(login).toMatch(/pc-switcher is copying .* to this laptop/)
    expect(proofOf(await done).verified).toBe(true)
    expect(await motd()).toBe('')
    expect(await told()).toEqual([
      expect.stringMatching(/is being copied to this laptop$/),
      expect.stringMatching(/^This laptop now has the work of /),
    ])
  })

  it('is told on a desktop that somebody logs in to while it runs', async () => {
    await shellOn('xps', 'systemctl stop desktop')
    await change('open.txt', 'told later')
    const done = switchTo('p17', 'xps', leads)
    await until('a login is told', async () => (await motd()).includes('is copying'))
    await signalApp('p17', 'STOP')
    try {
      await startDesktop()
      await until('the desktop is told', async () => (await told()).length === 1)
    } finally {
      await signalApp('p17', 'CONT')
    }
    expect(proofOf(await done).verified).toBe(true)
    expect(await told()).toEqual([
      expect.stringMatching(/is being copied to this laptop$/),
      expect.stringMatching(/^This laptop now has the work of /),
    ])
  })

  it('goes on when the person says so: the file is replaced, and the snapshot has what was saved before', async () => {
    await startOnXps('writer', 'echo saved before >> open.txt; exec 5>> open.txt; exec sleep 3600')
    await shellOn('p17', `echo replaced > ${documents}/open.txt`)
    const questions = (await plan('p17', 'xps')).questions.filter(({ safeDefault }) => safeDefault === undefined)
    expect(questions.map(({ id }) => id).sort()).toEqual(['checks:holder', inUse, 'home:Documents/open.txt'])
    const { exitCode } = await switchTo('p17', 'xps', { ...leads, [inUse]: 'go-on', 'home:Documents/open.txt': 'take' })
    expect(exitCode).toBe(0)
    expect(await shellOn('xps', `cat ${documents}/open.txt`)).toBe('replaced\n')
    const kept = '/var/lib/pc-switcher/root/snapshots/*/home/alice/Documents/open.txt'
    expect(await shellOn('xps', `cat ${kept}`)).toContain('saved before')
    await stopOnXps('writer')
  })

  it.each([
    ['the app is killed', () => killApp('p17')],
    [
      'the agent is killed',
      () => shellOn('xps', `kill -KILL "$(grep -o '"pid":[0-9]*' /var/lib/pc-switcher/root/lock.json | cut -d: -f2)"`),
    ],
  ])('is told when it breaks off because %s', async (_why, kill) => {
    await shellOn('xps', 'truncate -s 0 /tmp/notifications')
    await change('read.txt', 'broken off')
    const done = switchTo('p17', 'xps', leads)
    await until('it is told to have begun', async () => (await told()).length === 1)
    expect(await motd()).toContain('is copying')
    await kill()
    await until('nobody is told any more', async () => (await motd()) === '')
    await until('it is told to be broken off', async () =>
      (await told()).some((one) => one?.endsWith('was interrupted')),
    )
    await done
    await until('it is known to have ended', async () => !(await isRunning()))
    expect((await pcSwitcher('p17', ['resume'])).exitCode).toBe(0)
    expect(await motd()).toBe('')
  })

  it('keeps what a program opened while files were fetched, and says so', async () => {
    const large = `${documents}/large`
    await shellOn('xps', 'systemctl stop writer reader || true')
    await shellOn('p17', `head -c 200M /dev/urandom > ${large}; chown alice:alice ${large}`)
    await change('open.txt', 'while it was open')
    const before = await shellOn('xps', `cat ${documents}/open.txt`)
    const done = switchTo('p17', 'xps', leads)
    const incoming = '/var/lib/pc-switcher/root/home/incoming.json'
    await until('files come', async () => (await shellOn('xps', `ls ${incoming} 2> /dev/null || true`)) !== '')
    await signalApp('p17', 'STOP')
    try {
      await startOnXps('writer', 'exec 5>> open.txt; exec sleep 3600')
    } finally {
      await signalApp('p17', 'CONT')
    }
    const { steps } = proofOf(await done)
    const left = steps.flatMap(({ verification }) => verification.items.flatMap((item) => item.left))
    expect(left).toContainEqual({
      why: 'open in a program on XPS 13 during the switch',
      count: 1,
      names: ['Documents/open.txt'],
    })
    expect(await shellOn('xps', `cat ${documents}/open.txt`)).toBe(before)
    const sums = await Promise.all((['p17', 'xps'] as const).map((host) => shellOn(host, `sha1sum ${large}`)))
    expect(sums[0]).toBe(sums[1])
  })
})
