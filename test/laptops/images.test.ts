import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutLink, mendLink } from '../../practice/pair.ts'
import { run } from '../../practice/run.ts'
import { findPair } from '../../practice/pair-state.ts'
import { createImagesStep } from '../../src-main/domains/images/on-pair/images-step.ts'
import { imagesOf, type ImagesPlan } from '../../src-main/domains/images/on-pair/probe-images.ts'
import { adoptImages, listImages } from '../../src-main/domains/images/verbs.ts'
import { silentLogger } from '../../src-main/kernel/logger.ts'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'

const folder = '/var/lib/libvirt/images'
const step = createImagesStep()
const context = {
  switchId: 'test',
  signal: AbortSignal.timeout(280_000),
  logger: silentLogger,
  report: () => undefined,
  questions: [],
}
let pair: AgentPair

const onImages = (host: Host, script: string) => shellOn(host, `cd ${folder}; ${script}`)
const probe = () => step.probe(pair, context)
const decisions = (plan: ImagesPlan) =>
  Object.fromEntries(plan.groups.map(({ name, decision }) => [name, decision.kind]))

async function carry(answers: Answers = {}) {
  const plan = await probe()
  const outcome = await step.run(pair, plan, answers, context)
  return { plan, outcome, proof: (await step.verify(pair, plan, answers, context)).items[0] }
}

const make = `
rm -rf -- * .pc*
qemu-img create -q -f qcow2 base.qcow2 256M; qemu-io -f qcow2 -c 'write -P 7 0 48M' base.qcow2
qemu-img create -q -f qcow2 -b ${folder}/base.qcow2 -F qcow2 work.qcow2; qemu-io -f qcow2 -c 'write -P 1 0 20M' work.qcow2
head -c 1M /dev/urandom > debian.iso; chown 64055:64055 work.qcow2; chmod 600 work.qcow2`
const write = (name: string, pattern: number, where: string) =>
  `qemu-io -f qcow2 -c 'write -P ${String(pattern)} ${where} 64k' ${name}`

describe('images of virtual machines', () => {
  beforeAll(async () => {
    pair = await startAgents()
    await onImages('xps', 'rm -rf -- * .pc*')
    await onImages('p17', make)
  })
  afterAll(() => pair.close())

  it('brings images that the other laptop does not have, with base and overlay in their places', async () => {
    const { plan, proof } = await carry()
    expect(decisions(plan)).toEqual({ 'base.qcow2': 'take' })
    expect(plan.others).toEqual(['debian.iso'])
    expect(proof).toMatchObject({ verdict: 'same', compared: 2, differences: [] })
    expect(
      await onImages(
        'xps',
        'ls -A; qemu-img check -q work.qcow2; qemu-img compare -q work.qcow2 base.qcow2 || echo differ',
      ),
    ).toBe('base.qcow2\nwork.qcow2\ndiffer\n')
  })

  it('sends nothing when nothing has changed, and knows it without reading', async () => {
    const { plan, outcome } = await carry()
    expect(decisions(plan)).toEqual({ 'base.qcow2': 'same', 'work.qcow2': 'same' })
    expect(outcome.bytes).toBe(0)
  })

  it('sends only what has changed in an overlay, and not its base', async () => {
    await onImages('p17', write('work.qcow2', 2, '5M'))
    const { plan, outcome, proof } = await carry()
    expect(decisions(plan)).toEqual({ 'base.qcow2': 'same', 'work.qcow2': 'take' })
    expect(outcome.bytes).toBeLessThan(1_500_000)
    expect(proof).toMatchObject({ verdict: 'same', readBack: ['work.qcow2'] })
  })

  it("keeps the folder's flag against copy on write", async () => {
    const root = (await findPair(testPair))?.laptops.xps.root ?? ''
    const { stdout } = await run('read the flags', ['lsattr', `${root}${folder}/work.qcow2`])
    expect(stdout).toMatch(/^-*C-* /)
  })

  it('leaves alone what only the other laptop has changed', async () => {
    await onImages('xps', write('work.qcow2', 3, '6M'))
    const before = await onImages('xps', 'sha256sum work.qcow2')
    const { plan, proof } = await carry()
    expect(decisions(plan)['work.qcow2']).toBe('keep')
    expect(proof).toMatchObject({ verdict: 'as-chosen', chosen: ['work.qcow2'] })
    expect(await onImages('xps', 'sha256sum work.qcow2')).toBe(before)
  })

  it('asks when both have changed it, without a safe answer, and does as told', async () => {
    await onImages('p17', write('work.qcow2', 4, '7M'))
    const plan = await probe()
    const [question] = step.preview(plan, pair).questions
    expect(question).toMatchObject({ id: 'images:work.qcow2', required: true })
    expect(question).not.toHaveProperty('safeDefault')
    expect(await carry({ 'images:work.qcow2': 'keep' })).toMatchObject({ proof: { verdict: 'as-chosen' } })
    expect(await carry({ 'images:work.qcow2': 'take' })).toMatchObject({ proof: { verdict: 'same' } })
  })

  it('keeps what only the other laptop has, and never breaks what builds on a base', async () => {
    await onImages('xps', `qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 mine.qcow2`)
    expect((await carry()).proof).toMatchObject({ verdict: 'as-chosen', chosen: ['mine.qcow2'] })
    await onImages('p17', write('base.qcow2', 9, '1M'))
    const before = await onImages('xps', 'sha256sum *')
    const { plan, proof } = await carry()
    expect(decisions(plan)).toEqual({ 'base.qcow2': 'cannot' })
    expect(proof).toMatchObject({ verdict: 'as-chosen', chosen: ['base.qcow2', 'mine.qcow2', 'work.qcow2'] })
    expect(await onImages('xps', 'sha256sum *')).toBe(before)
    await onImages('xps', 'rm mine.qcow2')
    expect((await carry()).proof).toMatchObject({ verdict: 'same', compared: 2 })
  })

  it('stops the start while a virtual machine uses an image', async () => {
    await onImages(
      'p17',
      "(setsid qemu-io -f qcow2 -c 'sleep 600000' work.qcow2 >/dev/null 2>&1 & echo $! > /tmp/guest); sleep 1",
    )
    const plan = await probe()
    expect(step.preview(plan, pair).blockers).toMatchObject([{ title: 'A virtual machine is not shut down on P17' }])
    await shellOn('p17', 'pkill -F /tmp/guest; sleep 0.5')
    expect(step.preview(await probe(), pair).blockers).toEqual([])
  })

  it('leaves the old image whole when the link is cut in the middle, and goes on from there', async () => {
    await onImages(
      'p17',
      "head -c 150M /dev/urandom > /tmp/noise; qemu-io -f qcow2 -c 'write -s /tmp/noise 100M 150M' work.qcow2",
    )
    const plan = await probe()
    const before = await onImages('xps', 'sha256sum work.qcow2')
    const running = step.run(pair, plan, {}, context)
    await onImages(
      'xps',
      'for i in $(seq 1500); do [ "$(stat -c %b .pc-switcher-incoming/work.qcow2 2>/dev/null || echo 0)" -gt 70000 ] && exit 0; sleep 0.02; done; stat .pc*/*; exit 1',
    )
    await cutLink('xps', testPair)
    await expect(running).rejects.toMatchObject({ code: 'unreachable' })
    await mendLink('xps', testPair)
    expect(await onImages('xps', 'sha256sum work.qcow2')).toBe(before)
    await step.run(pair, plan, {}, context)
    expect((await step.verify(pair, plan, {}, context)).items[0]).toMatchObject({ verdict: 'same', compared: 2 })
    expect(await step.run(pair, plan, {}, context)).toMatchObject({ bytes: 0 })
  })

  it('does not put a damaged image into its place', async () => {
    const before = await onImages('xps', 'sha256sum work.qcow2')
    await onImages(
      'xps',
      'mkdir -p .pc-switcher-incoming; cp work.qcow2 .pc-switcher-incoming/; printf garbage | dd of=.pc-switcher-incoming/work.qcow2 bs=1 seek=65600 conv=notrunc',
    )
    const image = imagesOf(await pair.from.call(listImages, {})).filter(({ name }) => name === 'work.qcow2')
    await expect(pair.to.call(adoptImages, { images: image })).rejects.toMatchObject({ code: 'transfer-failed' })
    expect(await onImages('xps', 'sha256sum work.qcow2')).toBe(before)
  })
})
