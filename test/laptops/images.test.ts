import { open } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cutLink, mendLink } from '../../practice/pair.ts'
import { run } from '../../practice/run.ts'
import { findPair } from '../../practice/pair-state.ts'
import { digestOf, sumAll } from '../../src-main/commons/changed-ranges/contents-digest.ts'
import { createImagesStep } from '../../src-main/domains/images/on-pair/images-step.ts'
import type { ImagesPlan } from '../../src-main/domains/images/on-pair/probe-images.ts'
import { listedIn } from '../../src-main/domains/images/on-pair/images-plan.ts'
import { adoptImages, listImages } from '../../src-main/domains/images/verbs.ts'
import type { Pair } from '../../src-main/switch/step.ts'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { wholeProof } from '../laptops-proof.ts'
import { rootOn } from '../laptops-app.ts'
import { testPair } from '../laptops-pair.ts'
import { runOutside } from '../run-outside.ts'

const folder = '/var/lib/libvirt/images'
const step = createImagesStep(() => Promise.resolve([]))
let pair: AgentPair

const onImages = (host: Host, script: string) => shellOn(host, `cd ${folder}; ${script}`)
const probe = (way: Pair = pair) => step.probe(way, runOutside)
const decisions = (plan: ImagesPlan) =>
  Object.fromEntries(plan.groups.map(({ name, decision }) => [name, decision.kind]))

async function carry(answers: Answers = {}, way: Pair = pair) {
  const plan = await probe(way)
  const outcome = await step.run(way, plan, answers, runOutside)
  const { items, notes } = await step.verify(way, plan, answers, runOutside)
  await step.remember?.(way, plan, wholeProof(way, runOutside.switchId), answers)
  return { plan, outcome, proof: items[0], notes }
}

const make = `
rm -rf -- * .pc*
qemu-img create -q -f qcow2 base.qcow2 256M; qemu-io -f qcow2 -c 'write -P 7 0 48M' base.qcow2
qemu-img create -q -f qcow2 -b ${folder}/base.qcow2 -F qcow2 work.qcow2; qemu-io -f qcow2 -c 'write -P 1 0 20M' work.qcow2
head -c 1M /dev/urandom > debian.iso; chown 64055:64055 work.qcow2; chmod 600 work.qcow2`
/** As libvirt does when a guest is started. */
const logStart = `mkdir -p /var/log/libvirt/qemu; cat > /var/log/libvirt/qemu/work.log <<'END'
2026-11-19 16:58:00.250+0000: starting up libvirt version: 10.0.0, qemu version: 8.2.2, kernel: 6.8.0, hostname: p17
/usr/bin/qemu-system-x86_64 \\
-blockdev '{"driver":"file","filename":"${folder}/work.qcow2","node-name":"libvirt-2-storage"}' \\
-msg timestamp=on
END`
const write = (name: string, pattern: number, where: string) =>
  `qemu-io -f qcow2 -c 'write -P ${String(pattern)} ${where} 64k' ${name}`

const workOn = async (sha256: string) =>
  listedIn(await pair.from.call(listImages, {}))
    .images.filter(({ name }) => name === 'work.qcow2')
    .map((image) => ({ ...image, sha256 }))

async function digestOn(host: Host, name: string): Promise<string> {
  const handle = await open(`${await rootOn(host)}${folder}/${name}`)
  try {
    return digestOf(await sumAll(handle, { signal: runOutside.signal, onBytes: () => undefined }))
  } finally {
    await handle.close()
  }
}

/** Offsets in the file of the first and the last page that hold contents of the guest. */
async function pagesOf(host: Host, name: string): Promise<string> {
  const schema = z.array(z.object({ depth: z.number(), offset: z.number().optional(), length: z.number() }))
  const map = schema.parse(JSON.parse(await onImages(host, `qemu-img map --output=json ${name}`)))
  const offsets = map.flatMap(({ depth, offset, length }) => {
    return depth === 0 && offset !== undefined ? [offset, offset + length - 4096] : []
  })
  return `${String(Math.min(...offsets))} ${String(Math.max(...offsets))}`
}

/**
 * A program without qemu's lock that writes a number, always the next one, first to one page and then to the other, some
 * thousand times a second.
 */
const scribble = (name: string, pages: string) => `cat > /tmp/scribble.pl <<'END'
use IO::Handle; open my $image, '+<', $ARGV[0] or die; $image->autoflush(1);
for (my $count = 1; ; $count++) { for my $at (@ARGV[1, 2]) { seek $image, $at, 0; print $image pack('Q>', $count) }
  select undef, undef, undef, 0.0002 }
END
setsid perl /tmp/scribble.pl ${name} ${pages} > /dev/null 2>&1 & echo $! > /tmp/scribbler; sleep 0.3`
const stopScribbling = 'pkill -F /tmp/scribbler; sleep 0.5'
const readNumbers = (pages: string) =>
  `perl -e 'open my $image, "<", shift; for my $at (@ARGV) { seek $image, $at, 0; read $image, my $bytes, 8; print unpack("Q>", $bytes), " " }' work.qcow2 ${pages}`

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
    ).toBe('.pc-switcher-base\nbase.qcow2\nwork.qcow2\ndiffer\n')
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
    // One piece of 64 KiB, a head that says where it belongs, and what rsync says of them.
    expect(outcome.bytes).toBeLessThan(75_000)
    expect(proof).toMatchObject({ verdict: 'same', readBack: ['work.qcow2'] })
    expect(await onImages('xps', 'sha256sum *.qcow2')).toBe(await onImages('p17', 'sha256sum *.qcow2'))
  })

  it('sends all of it where the other laptop keeps another version, or one that was damaged', async () => {
    await onImages('xps', 'printf x | dd of=.pc-switcher-base/work.qcow2 bs=1 seek=70000 conv=notrunc status=none')
    await onImages('p17', write('work.qcow2', 12, '5M'))
    expect((await carry()).proof).toMatchObject({ verdict: 'same' })
    await onImages('xps', 'rm -r .pc-switcher-base')
    await shellOn('p17', 'for f in /var/lib/pc-switcher/root/image-sums/*; do echo > "$f"; done')
    await onImages('p17', write('work.qcow2', 13, '5M'))
    expect((await carry()).proof).toMatchObject({ verdict: 'same' })
    expect(await onImages('xps', 'sha256sum *.qcow2')).toBe(await onImages('p17', 'sha256sum *.qcow2'))
    await onImages('p17', write('work.qcow2', 14, '5M'))
    expect((await carry()).outcome.bytes).toBeLessThan(75_000)
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
    const left = [{ why: 'changed on XPS 13 only', names: ['work.qcow2'] }]
    expect(proof).toMatchObject({ verdict: 'left', chosen: [], left })
    expect(await onImages('xps', 'sha256sum work.qcow2')).toBe(before)
  })

  it('asks when both have changed it, without a safe answer, and does as told', async () => {
    await onImages('p17', `${write('work.qcow2', 4, '7M')}; ${logStart}`)
    const plan = await probe()
    const [question] = step.preview(plan, pair).questions
    expect(question).toMatchObject({ id: 'images:work.qcow2', required: true })
    expect(question).not.toHaveProperty('safeDefault')
    const [here, there] = question?.versions ?? []
    expect(here).toMatchObject({ laptop: 'P17', startedAt: '2026-11-19T16:58:00.250Z' })
    expect(there).not.toHaveProperty('startedAt')
    expect(await carry({ 'images:work.qcow2': 'keep' })).toMatchObject({ proof: { verdict: 'as-chosen' } })
    expect(await carry({ 'images:work.qcow2': 'take' })).toMatchObject({ proof: { verdict: 'same' } })
  })

  it('keeps what only the other laptop has, and never breaks what builds on a base', async () => {
    await onImages('xps', `qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 mine.qcow2`)
    const left = [{ why: 'only on XPS 13', names: ['mine.qcow2'] }]
    expect((await carry()).proof).toMatchObject({ verdict: 'left', chosen: [], left })
    await onImages('p17', write('base.qcow2', 9, '1M'))
    const before = await onImages('xps', 'sha256sum *')
    const { plan, proof } = await carry()
    expect(decisions(plan)).toEqual({ 'base.qcow2': 'cannot' })
    const stays = [{ why: 'not possible to copy', names: ['base.qcow2', 'mine.qcow2', 'work.qcow2'] }]
    expect(proof).toMatchObject({ verdict: 'left', chosen: [], left: stays })
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
    const running = step.run(pair, plan, {}, runOutside)
    await onImages(
      'xps',
      'for i in $(seq 10000); do [ "$(stat -c %b .pc-switcher-incoming/work.qcow2.changes 2>/dev/null || echo 0)" -gt 70000 ] && exit 0; sleep 0.02; done; stat .pc*/*; exit 1',
    )
    await cutLink('xps', testPair)
    await expect(running).rejects.toMatchObject({ code: 'unreachable' })
    await mendLink('xps', testPair)
    expect(await onImages('xps', 'sha256sum work.qcow2')).toBe(before)
    await step.run(pair, plan, {}, runOutside)
    expect((await step.verify(pair, plan, {}, runOutside)).items[0]).toMatchObject({ verdict: 'same', compared: 2 })
    expect(await step.run(pair, plan, {}, runOutside)).toMatchObject({ bytes: 0 })
  })

  it('does not put a damaged image into its place', async () => {
    const before = await onImages('xps', 'sha256sum work.qcow2')
    await onImages(
      'xps',
      'mkdir -p .pc-switcher-incoming; cp work.qcow2 .pc-switcher-incoming/; printf garbage | dd of=.pc-switcher-incoming/work.qcow2 bs=1 seek=65600 conv=notrunc',
    )
    const sha256 = await digestOn('xps', '.pc-switcher-incoming/work.qcow2')
    const groups = [{ name: 'work.qcow2', images: await workOn(sha256), removed: [], there: [] }]
    const unfit = [{ kind: 'damaged', name: 'work.qcow2', said: expect.stringContaining('corruption') as string }]
    expect(await pair.to.call(adoptImages, { groups })).toMatchObject({ kind: 'placed', left: ['work.qcow2'], unfit })
    expect(await onImages('xps', 'sha256sum work.qcow2')).toBe(before)
  })

  it('is left out by name where it is damaged on the laptop that is left, and the others come', async () => {
    await onImages('p17', `cp work.qcow2 whole; printf garbage | dd of=work.qcow2 bs=1 seek=65600 conv=notrunc`)
    await onImages('p17', `qemu-img create -q -f qcow2 other.qcow2 8M`)
    const before = await onImages('xps', 'sha256sum work.qcow2')
    const plan = await probe()
    const answers = { 'images:work.qcow2': 'take' }
    const outcome = await step.run(pair, plan, answers, runOutside)
    expect(outcome.text).toMatch(/left out: work.qcow2$/)
    const { items } = await step.verify(pair, plan, answers, { ...runOutside, outcome })
    const why = expect.stringMatching(/^work.qcow2 is damaged on P17 \(qemu-img check: .+\), so XPS 13 keeps/) as string
    expect(items).toMatchObject([{ verdict: 'left', differences: [], left: [{ why, names: ['work.qcow2'] }] }])
    expect(await onImages('xps', 'sha256sum work.qcow2')).toBe(before)
    expect(await onImages('xps', 'ls *.qcow2')).toBe('base.qcow2\nother.qcow2\nwork.qcow2\n')
    for (const host of ['p17', 'xps'] as const) await onImages(host, 'rm other.qcow2')
    await onImages('p17', 'mv whole work.qcow2')
  })

  it('does not put a sound image into its place that is not the one that was sent', async () => {
    const before = await onImages('xps', 'sha256sum work.qcow2')
    await onImages(
      'xps',
      `mkdir -p .pc-switcher-incoming; cp work.qcow2 .pc-switcher-incoming/; ${write('.pc-switcher-incoming/work.qcow2', 8, '3M')}`,
    )
    const images = await workOn('0'.repeat(64))
    const adopted = await pair.to.call(adoptImages, {
      groups: [{ name: 'work.qcow2', images, removed: [], there: [] }],
    })
    expect(adopted).toEqual({ kind: 'different', names: ['work.qcow2'], guests: [] })
    expect(await onImages('xps', 'sha256sum work.qcow2')).toBe(before)
  })

  it('brings an image that a program writes to all the time as it was at one instant, and says so', async () => {
    await carry({ 'images:work.qcow2': 'take' })
    const pages = await pagesOf('p17', 'work.qcow2')
    await onImages('p17', scribble('work.qcow2', pages))
    const { proof, notes } = await carry({ 'images:work.qcow2': 'take' })
    expect(proof).toMatchObject({ verdict: 'same', compared: 2, differences: [] })
    expect(notes).toMatchObject([
      expect.stringMatching(/^Still being written on P17; XPS 13 has it as of .*: work\.qcow2\.$/),
    ])
    // Of the two numbers, one near the beginning and one near the end, the second is written right after the first.
    const [early, late] = (await onImages('xps', readNumbers(pages))).trim().split(' ').map(Number)
    expect((early ?? 0) - (late ?? 0)).toBeGreaterThanOrEqual(0)
    expect((early ?? 0) - (late ?? 0)).toBeLessThanOrEqual(1)
    await shellOn('p17', stopScribbling)
    const { plan, proof: later } = await carry()
    expect(decisions(plan)['work.qcow2']).toBe('take')
    expect(later).toMatchObject({ verdict: 'same', compared: 2 })
    expect(await onImages('p17', 'ls -A')).toBe('.pc-switcher-base\nbase.qcow2\ndebian.iso\nwork.qcow2\n')
  })

  it('asks about an image that was deleted on the laptop that is left, and keeps it until told otherwise', async () => {
    await onImages('p17', 'rm work.qcow2')
    const plan = await probe()
    expect(step.preview(plan, pair).questions).toMatchObject([
      {
        id: 'images:work.qcow2',
        reason: 'Deleted on P17',
        safeDefault: 'keep',
        choices: [{}, { meaning: 'remove', bulk: false }, { id: 'keep-always' }],
      },
    ])
    expect((await carry()).proof).toMatchObject({ verdict: 'as-chosen', chosen: ['work.qcow2'] })
    expect(await onImages('xps', 'ls')).toBe('base.qcow2\nwork.qcow2\n')
  })

  it('does not bring it back on the way back unless told to', async () => {
    const back = { from: pair.to, to: pair.from }
    const { plan, proof } = await carry({}, back)
    expect(step.preview(plan, back).questions).toMatchObject([{ reason: 'Deleted on P17', safeDefault: 'keep' }])
    expect(proof).toMatchObject({ verdict: 'as-chosen', chosen: ['work.qcow2'] })
    expect(await onImages('p17', 'ls *.qcow2')).toBe('base.qcow2\n')
    await carry({ 'images:work.qcow2': 'take' }, back)
    expect(await onImages('p17', 'ls *.qcow2')).toBe('base.qcow2\nwork.qcow2\n')
    expect(decisions(await probe())).toEqual({ 'base.qcow2': 'same', 'work.qcow2': 'same' })
  })

  it('deletes it when told to, but not what was written to since the plan', async () => {
    await onImages('p17', 'rm work.qcow2')
    const plan = await probe()
    await onImages('xps', write('work.qcow2', 5, '8M'))
    const answers = { 'images:work.qcow2': 'take' }
    await step.run(pair, plan, answers, runOutside)
    const kept = await step.verify(pair, plan, answers, runOutside)
    const left = [{ why: 'changed on XPS 13 during the switch, and left as it is there', names: ['work.qcow2'] }]
    expect(kept).toMatchObject({ items: [{ verdict: 'left', chosen: [], left }] })
    const { outcome, proof, notes } = await carry(answers)
    expect(outcome).toMatchObject({ items: 1, text: '1 image deleted from XPS 13' })
    // As when the switch is resumed.
    expect(await step.run(pair, plan, answers, runOutside)).toMatchObject({
      items: 0,
      text: 'VM images were up to date',
    })
    expect(proof).toMatchObject({ verdict: 'same', compared: 1 })
    expect(notes.join()).toContain('work.qcow2')
    expect(await onImages('xps', 'ls')).toBe('base.qcow2\n')
    expect(decisions(await probe())).toEqual({ 'base.qcow2': 'same' })
  })

  it('keeps the old one of an image that cannot be held still while a program writes to it', async () => {
    await onImages(
      'p17',
      `touch plain.qcow2; chattr -C plain.qcow2; qemu-img create -q -f qcow2 plain.qcow2 256M; ${write('plain.qcow2', 1, '0')}; ${write('plain.qcow2', 1, '90M')}`,
    )
    expect(await carry()).toMatchObject({ proof: { verdict: 'same', compared: 2 }, notes: [] })
    const listed = listedIn(await pair.from.call(listImages, {})).images
    expect(listed.filter(({ sha256 }) => sha256 === undefined)).toEqual([])
    const before = await onImages('xps', 'sha256sum plain.qcow2')
    await onImages('p17', scribble('plain.qcow2', await pagesOf('p17', 'plain.qcow2')))
    await expect(carry()).rejects.toMatchObject({ code: 'transfer-failed' })
    expect(await onImages('xps', 'sha256sum plain.qcow2')).toBe(before)
    await shellOn('p17', stopScribbling)
    expect((await carry()).proof).toMatchObject({ verdict: 'same', compared: 2 })
  })

  describe('that was written to on the laptop that is taken after the plan', () => {
    const why = 'changed on XPS 13 during the switch, and left as it is there'
    const sumOf = (host: Host, name: string) => onImages(host, `sha256sum < ${name}`)
    const run = async (plan: ImagesPlan) => {
      const outcome = await step.run(pair, plan, {}, runOutside)
      return { outcome, ...(await step.verify(pair, plan, {}, runOutside)) }
    }

    beforeAll(async () => {
      for (const host of ['p17', 'xps'] as const) await onImages(host, make)
      expect((await carry()).proof).toMatchObject({ verdict: 'same', compared: 2 })
    })

    it('is neither replaced nor called the same, also when the switch is resumed, and asked about the next time', async () => {
      await onImages('p17', write('work.qcow2', 5, '5M'))
      const plan = await probe()
      expect(decisions(plan)).toMatchObject({ 'work.qcow2': 'take' })
      await onImages('xps', write('work.qcow2', 6, '6M'))
      const written = await sumOf('xps', 'work.qcow2')
      const [first, resumed] = [await run(plan), await run(plan)]
      for (const { outcome, items } of [first, resumed]) {
        expect(outcome).toMatchObject({ items: 0 })
        expect(items).toMatchObject([{ verdict: 'left', left: [{ why, names: ['work.qcow2'] }], differences: [] }])
        expect(await sumOf('xps', 'work.qcow2')).toBe(written)
      }
      expect(decisions(await probe())).toMatchObject({ 'work.qcow2': 'ask' })
      expect((await carry({ 'images:work.qcow2': 'take' })).proof).toMatchObject({ verdict: 'same', compared: 2 })
    })

    it('keeps its new base away, and so does one that was made on it meanwhile', async () => {
      const bases = `${write('base.qcow2', 9, '9M')}; ${write('work.qcow2', 9, '9M')}`
      await onImages('p17', bases)
      const [base, work] = [await sumOf('xps', 'base.qcow2'), await sumOf('xps', 'work.qcow2')]
      const plan = await probe()
      expect(decisions(plan)).toEqual({ 'base.qcow2': 'take' })
      await onImages('xps', `qemu-img create -q -f qcow2 -b ${folder}/base.qcow2 -F qcow2 late.qcow2`)
      const left = [{ why, names: ['base.qcow2', 'work.qcow2'] }]
      expect((await run(plan)).items).toMatchObject([{ verdict: 'left', left }])
      expect([await sumOf('xps', 'base.qcow2'), await sumOf('xps', 'work.qcow2')]).toEqual([base, work])
      await onImages('xps', `rm late.qcow2; ${write('work.qcow2', 7, '7M')}`)
      expect((await run(plan)).items).toMatchObject([{ verdict: 'left', left }])
      expect(await sumOf('xps', 'base.qcow2')).toBe(base)
    })

    it('may be replaced where it is what this switch put there before it was interrupted', async () => {
      for (const host of ['p17', 'xps'] as const) await onImages(host, make)
      await carry({ 'images:base.qcow2': 'take', 'images:work.qcow2': 'take' })
      await onImages('p17', write('work.qcow2', 5, '5M'))
      const plan = await probe()
      await step.run(pair, plan, {}, runOutside)
      await onImages('p17', write('work.qcow2', 6, '6M'))
      expect((await run(plan)).items).toMatchObject([{ verdict: 'same', compared: 2 }])
      expect(await sumOf('xps', 'work.qcow2')).toBe(await sumOf('p17', 'work.qcow2'))
    })
  })
})
