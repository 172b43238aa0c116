/** Guests of the system's libvirt: with real libvirt, OVMF and swtpm, a guest arrives with all that belongs to it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createImagesStep } from '../../src-main/domains/images/on-pair/images-step.ts'
import type { ImagesPlan } from '../../src-main/domains/images/on-pair/probe-images.ts'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { Pair } from '../../src-main/switch/step.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'
import { answersToTakeAll } from '../laptops-equal.ts'
import { call, proofOf, switchTo, until } from '../laptops-product.ts'
import { stillRunningIn } from '../../src-main/contract/proof/proof-title.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { installLibvirt } from '../laptops-libvirt.ts'
import { wholeProof } from '../laptops-proof.ts'

const step = createImagesStep(() => Promise.resolve([]))
/** Of guests that have nothing in them that would hear of a shutdown. */
const impatient = createImagesStep(() => Promise.resolve([]), 3_000)
const folder = '/var/lib/libvirt/images'
let pair: AgentPair

const probe = (way: Pair = pair) => step.probe(way, runOutside)
const decisions = (plan: ImagesPlan) =>
  Object.fromEntries(plan.groups.map(({ name, decision }) => [name, decision.kind]))

async function carry(answers: Answers = {}, way: Pair = pair) {
  return carryPlan(await probe(way), answers, way)
}

async function carryPlan(plan: ImagesPlan, answers: Answers = {}, way: Pair = pair, by = step) {
  const outcome = await by.run(way, plan, answers, runOutside)
  const { items, notes, stillRunning } = await by.verify(way, plan, answers, { ...runOutside, outcome })
  await by.remember?.(way, plan, wholeProof(way, runOutside.switchId), answers)
  return { plan, outcome, proof: items[0], notes, stillRunning }
}

const definition = (name: string) => `<domain type="qemu"><name>${name}</name>
<memory unit="MiB">128</memory><vcpu>1</vcpu>
<os firmware="efi"><type arch="x86_64" machine="q35">hvm</type></os><features><acpi/></features>
<devices>
<disk type="file" device="disk"><driver name="qemu" type="qcow2"/><source file="${folder}/${name}.qcow2"/><target dev="vda" bus="virtio"/></disk>
<tpm model="tpm-crb"><backend type="emulator" version="2.0"/></tpm>
<graphics type="vnc" passwd="hunter2"/>
</devices></domain>`

const define = (name: string) => `cat > /tmp/${name}.xml <<'XML'
${definition(name)}
XML
virsh -q define /tmp/${name}.xml`
/** Started once, so that it has variables and a TPM of its own. */
const make = (name: string) => `cd ${folder}
qemu-img create -q -f qcow2 ${name}.qcow2 64M; qemu-io -f qcow2 -c 'write -P 7 0 8M' ${name}.qcow2
${define(name)}
virsh -q start ${name}; sleep 2; virsh -q destroy ${name}
virsh -q snapshot-create-as ${name} first; virsh -q snapshot-create-as ${name} second`
const startAndStop = (name: string) => `virsh -q start ${name}; virsh domstate ${name}; virsh -q destroy ${name}`
const write = (pattern: number, name: string) =>
  `qemu-io -f qcow2 -c 'write -P ${String(pattern)} 1M 1M' ${folder}/${name}.qcow2`

/** What libvirt and the disk have of it. */
const allOf = (host: Host, name: string) =>
  shellOn(
    host,
    `virsh dumpxml --inactive --security-info ${name}; virsh snapshot-list --tree ${name}; virsh snapshot-current --name ${name}
    for s in $(virsh snapshot-list --name ${name}); do virsh snapshot-dumpxml --security-info ${name} $s; done
    cd /var/lib/libvirt; sha256sum images/${name}.qcow2 qemu/nvram/${name}_VARS.fd
    qemu-img snapshot -l images/${name}.qcow2
    cd swtpm/$(virsh domuuid ${name}); find . ! -name .lock -printf '%p %m %u %g\\n' | sort; sha256sum tpm2/*.permall`,
  )
const title = (host: Host, name: string, words: string) =>
  shellOn(host, `virsh -q desc ${name} --config --title --new-desc '${words}'`)
const titleOn = async (host: Host, name: string) => (await shellOn(host, `virsh desc ${name} --title`)).trim()
const uuidOn = async (host: Host, name: string) => (await shellOn(host, `virsh domuuid ${name}`)).trim()

describe('a guest of the system', () => {
  beforeAll(async () => {
    await installLibvirt(['p17', 'xps'])
    for (const host of ['p17', 'xps'] as const) await shellOn(host, `cd ${folder} && rm -rf -- * .pc*`)
    await shellOn('p17', make('win'))
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  it('is one row that opens to its disks, and comes with all that belongs to it', async () => {
    const plan = await probe()
    expect(decisions(plan)).toEqual({ 'win.qcow2': 'take' })
    expect(JSON.stringify(plan)).not.toContain('hunter2')
    const parts = ['win.qcow2', 'settings', 'UEFI variables', 'TPM', '2 snapshots'].map((name) => ({ name }))
    expect(step.preview(plan, pair).blocks[0]).toMatchObject({ changes: [{ effect: 'add', name: 'win', parts }] })
    const { proof, outcome } = await carry()
    expect(outcome.text).toContain('1 virtual machine set up on XPS 13')
    expect(proof).toMatchObject({ verdict: 'same', compared: 2, differences: [], readBack: ['win.qcow2', 'win'] })
    expect(await allOf('xps', 'win')).toBe(await allOf('p17', 'win'))
    expect(await shellOn('xps', startAndStop('win'))).toContain('running')
  })

  it('leaves no definition where it was on its way', async () => {
    for (const host of ['p17', 'xps'] as const) {
      const found = 'find /var/lib/pc-switcher/root/guests -type f; grep -rl hunter2 /var/lib/pc-switcher || true'
      expect(await shellOn(host, found)).toBe('')
    }
  })

  it('goes back with what it did there, and starts', async () => {
    const back = { from: pair.to, to: pair.from }
    await title('xps', 'win', 'worked on')
    await shellOn('xps', `${write(9, 'win')}; virsh -q snapshot-create-as win third`)
    const { plan, proof } = await carry({}, back)
    expect(decisions(plan)).toEqual({ 'win.qcow2': 'take' })
    expect(proof).toMatchObject({ verdict: 'same', compared: 2 })
    expect(await allOf('p17', 'win')).toBe(await allOf('xps', 'win'))
    expect(await shellOn('p17', startAndStop('win'))).toContain('running')
    expect((await carry()).proof).toMatchObject({ verdict: 'same' })
    expect(decisions(await probe())).toEqual({ 'win.qcow2': 'same' })
  })

  it('is asked about where both changed its definition, and does as told', async () => {
    await title('p17', 'win', 'of P17')
    await title('xps', 'win', 'of XPS')
    const [question] = step.preview(await probe(), pair).questions
    expect(question).toMatchObject({ id: 'images:win.qcow2', title: 'win', required: true })
    expect(question).not.toHaveProperty('safeDefault')
    expect((await carry({ 'images:win.qcow2': 'keep' })).proof).toMatchObject({ verdict: 'as-chosen' })
    expect(await titleOn('xps', 'win')).toBe('of XPS')
    expect((await carry({ 'images:win.qcow2': 'take' })).proof).toMatchObject({ verdict: 'same' })
    expect(await titleOn('xps', 'win')).toBe('of P17')
  })

  it('stays where its definition was changed after the plan, and is asked about the next time', async () => {
    await title('p17', 'win', 'later on P17')
    const plan = await probe()
    expect(decisions(plan)).toEqual({ 'win.qcow2': 'take' })
    await title('xps', 'win', 'meanwhile')
    await step.run(pair, plan, {}, runOutside)
    const { items } = await step.verify(pair, plan, {}, runOutside)
    expect(items).toMatchObject([{ verdict: 'left', differences: [] }])
    expect(await titleOn('xps', 'win')).toBe('meanwhile')
    expect(decisions(await probe())).toEqual({ 'win.qcow2': 'ask' })
    expect((await carry({ 'images:win.qcow2': 'take' })).proof).toMatchObject({ verdict: 'same' })
  })

  it('is put back with its disks where libvirt there refuses it', async () => {
    const emulator = (from: string, to: string) =>
      `virsh dumpxml --inactive --security-info win | sed 's#<emulator>${from}<#<emulator>${to}<#' > /tmp/win.xml; virsh -q define /tmp/win.xml`
    const [usual, own] = ['/usr/bin/qemu-system-x86_64', '/usr/bin/qemu-lab']
    await shellOn('p17', `cp ${usual} ${own}; ${emulator(usual, own)}; ${write(3, 'win')}`)
    const before = await allOf('xps', 'win')
    const { proof } = await carry()
    expect(proof).toMatchObject({ verdict: 'left', differences: [], left: [{ names: ['win', 'win.qcow2'] }] })
    expect(proof?.left?.[0]?.why).toContain('libvirt on XPS 13 does not accept it')
    expect(await allOf('xps', 'win')).toBe(before)
    await shellOn('p17', emulator(own, usual))
    expect((await carry()).proof).toMatchObject({ verdict: 'same' })
  })

  it('is kept apart from another one of its name, unless told to take its place', async () => {
    await shellOn('p17', make('two'))
    await shellOn('xps', `qemu-img create -q -f qcow2 ${folder}/two.qcow2 64M; ${define('two')}`)
    const there = await uuidOn('xps', 'two')
    const plan = await probe()
    expect(decisions(plan)).toEqual({ 'win.qcow2': 'same', 'two.qcow2': 'rival' })
    const reason = 'XPS 13 has another virtual machine named two'
    expect(step.preview(plan, pair).questions).toMatchObject([{ safeDefault: 'keep', reason }])
    expect((await carry()).proof).toMatchObject({ verdict: 'as-chosen' })
    expect(await uuidOn('xps', 'two')).toBe(there)
    expect((await carry({ 'images:two.qcow2': 'take' })).proof).toMatchObject({ verdict: 'same', compared: 4 })
    expect(await allOf('xps', 'two')).toBe(await allOf('p17', 'two'))
  })

  it('is named with what the other laptop lacks for it', async () => {
    const more =
      '<interface type="network"><source network="lab"/></interface><disk type="file" device="cdrom"><source file="/srv/win.iso"/><target dev="sda" bus="sata"/><readonly/></disk>'
    await shellOn(
      'p17',
      `touch /srv/win.iso; virsh dumpxml --inactive --security-info two | sed 's#</devices>#${more}</devices>#' > /tmp/two.xml; virsh -q define /tmp/two.xml`,
    )
    expect(step.preview(await probe(), pair).blocks).toContainEqual(
      expect.objectContaining({
        title: 'two needs what XPS 13 does not have',
        text: expect.stringMatching(/^the file \/srv\/win\.iso, the network lab\./) as string,
      }),
    )
    expect((await carry()).proof).toMatchObject({ verdict: 'same', compared: 4 })
  })

  it('goes where it was undefined on the laptop that is left, once the person says so', async () => {
    await shellOn('p17', `virsh -q undefine two --nvram --tpm --snapshots-metadata; rm ${folder}/two.qcow2`)
    const asked = { title: 'two', safeDefault: 'keep', reason: 'Deleted on P17' }
    expect(step.preview(await probe(), pair).questions).toMatchObject([asked])
    const { notes } = await carry({ 'images:two.qcow2': 'take' })
    expect(notes.join()).toContain('two.qcow2, two')
    expect((await shellOn('xps', 'virsh list --all --name')).trim()).toBe('win')
  })

  describe('that runs on the laptop that is left', () => {
    const takeIt = { 'images:win.qcow2': 'take' }
    const left = (why: string) => [{ why: `not compared, because ${why}`, names: ['win', 'win.qcow2'] }]
    const stateOn = async (host: Host) => (await shellOn(host, 'virsh domstate win')).trim()
    let before: string

    it('is asked about, and left out unless the person has it shut down', async () => {
      await shellOn(
        'p17',
        `${write(11, 'win')}; qemu-img create -q -f qcow2 ${folder}/data.qcow2 8M; virsh -q start win`,
      )
      before = await allOf('xps', 'win')
      const plan = await probe()
      expect(decisions(plan)).toEqual({ 'data.qcow2': 'take', 'win.qcow2': 'take' })
      const preview = step.preview(plan, pair)
      expect(preview.blockers).toEqual([])
      expect(preview.questions).toMatchObject([{ title: 'win', reason: 'win runs on P17', safeDefault: 'keep' }])
      const { proof, stillRunning } = await carryPlan(plan)
      expect(proof).toMatchObject({ verdict: 'as-chosen', chosen: ['win', 'win.qcow2'], compared: 1 })
      expect(stillRunning).toEqual(['win'])
      expect(await allOf('xps', 'win')).toBe(before)
    })

    it('is left out where it does not shut down in time, and everything else goes on', async () => {
      await shellOn('p17', write(12, 'data'))
      const { outcome, proof } = await carryPlan(await probe(), takeIt, pair, impatient)
      expect(outcome.text).toMatch(/^1 image copied to XPS 13.*; left out: win$/)
      expect(proof).toMatchObject({ verdict: 'left', compared: 1, left: left('win did not shut down on P17') })
      expect([await stateOn('p17'), await allOf('xps', 'win')]).toEqual(['running', before])
      expect(step.preview(await probe(), pair).questions).toMatchObject([{ id: 'images:win.qcow2' }])
    })

    it('is not waited for once the switch is paused', async () => {
      const paused = AbortSignal.timeout(1_500)
      await expect(step.run(pair, await probe(), takeIt, { ...runOutside, signal: paused })).rejects.toThrow()
      expect(await stateOn('p17')).toBe('running')
    })

    it('comes whole once it is off', async () => {
      const current: (string | undefined)[] = []
      const plan = await probe()
      const report = (progress: { readonly current?: string | undefined }) => void current.push(progress.current)
      const running = step.run(pair, plan, takeIt, { ...runOutside, report })
      await until('it waits', () => Promise.resolve(current.includes('Waiting until win is shut down on P17')))
      await shellOn('p17', 'sleep 2; virsh -q destroy win')
      const outcome = await running
      expect(outcome.text).toContain('1 virtual machine set up on XPS 13')
      const { items, stillRunning } = await step.verify(pair, plan, takeIt, { ...runOutside, outcome })
      expect(items).toMatchObject([{ verdict: 'same', differences: [] }])
      expect(stillRunning).toBeUndefined()
      expect(await allOf('xps', 'win')).toBe(await allOf('p17', 'win'))
      await step.remember?.(pair, plan, wholeProof(pair, runOutside.switchId), takeIt)
    })

    it('is left out where it was started after the plan, whether it was to come or is the same', async () => {
      const same = await probe()
      expect(decisions(same)).toMatchObject({ 'win.qcow2': 'same' })
      await title('p17', 'win', 'started')
      const coming = await probe()
      expect(decisions(coming)).toMatchObject({ 'win.qcow2': 'take' })
      before = await allOf('xps', 'win')
      await shellOn('p17', 'virsh -q start win')
      expect(step.changes?.(coming, await probe(), {})).toEqual(['win runs now.'])
      for (const plan of [same, coming]) {
        const { proof } = await carryPlan(plan)
        expect(proof).toMatchObject({ verdict: 'left', left: left('win was started on P17 meanwhile') })
        expect(await allOf('xps', 'win')).toBe(before)
      }
    })

    it('is left out with its saved memory, unless the person discards that', async () => {
      await shellOn('p17', 'virsh -q managedsave win')
      const plan = await probe()
      const [question] = step.preview(plan, pair).questions
      expect(question).toMatchObject({ reason: 'The memory of win is saved on P17', safeDefault: 'keep' })
      expect(question?.choices[1]).toMatchObject({ id: 'take', label: 'Discard its saved memory', bulk: false })
      expect((await carryPlan(plan)).proof).toMatchObject({ verdict: 'as-chosen' })
      expect(await allOf('xps', 'win')).toBe(before)
      expect((await carry(takeIt)).proof).toMatchObject({ verdict: 'same' })
      expect((await shellOn('p17', 'virsh list --all --with-managed-save --name')).trim()).toBe('')
      expect(await allOf('xps', 'win')).toBe(await allOf('p17', 'win'))
      for (const host of ['p17', 'xps'] as const) await shellOn(host, `rm ${folder}/data.qcow2`)
    })
  })

  it('is not taken for gone where libvirt is dead or hangs, and no image is replaced', async () => {
    await shellOn('p17', write(5, 'win'))
    await shellOn('p17', 'systemctl stop libvirtd.service libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket')
    const dead = await probe()
    expect(decisions(dead)).toEqual({ 'win.qcow2': 'cannot' })
    expect(step.preview(dead, pair).blocks).toContainEqual(
      expect.objectContaining({ title: 'libvirt does not answer on P17', tone: 'warning' }),
    )
    await shellOn('p17', 'systemctl start libvirtd.socket libvirtd.service; virsh list; kill -STOP $(pidof libvirtd)')
    try {
      expect(decisions(await probe())).toEqual({ 'win.qcow2': 'cannot' })
    } finally {
      await shellOn('p17', 'kill -CONT $(pidof libvirtd)')
    }
    expect(decisions(await probe())).toEqual({ 'win.qcow2': 'take' })
  })
  it('is what it was before the switch once this is undone, and one that came with it is gone', async () => {
    await shellOn('xps', startAndStop('win'))
    const busy = `qemu-img create -q -f qcow2 ${folder}/busy.qcow2 8M; ${define('busy')}; virsh -q start busy`
    await shellOn('p17', `${make('new')}; virsh -q desc win --config --title --new-desc undone; ${busy}`)
    const before = await allOf('xps', 'win')
    const answers = { ...(await answersToTakeAll('p17', 'xps')), 'images:busy.qcow2': 'keep' }
    const proof = proofOf(await switchTo('p17', 'xps', answers))
    expect([proof.verified, stillRunningIn(proof)]).toEqual([true, 'busy still runs on P17.'])
    await shellOn('p17', 'virsh -q destroy busy')
    expect((await shellOn('xps', 'virsh list --all --name')).trim()).toBe('new\nwin')
    expect(await allOf('xps', 'new')).toBe(await allOf('p17', 'new'))
    expect(await titleOn('xps', 'win')).toBe('undone')
    const { plan } = await call('p17', calls.undoPlan, {})
    const { last } = await call('p17', calls.rollbackRun, { planId: plan.planId, subvolumes: ['images'], when: 'now' })
    expect(last).toMatchObject({ result: 'done' })
    pair.close()
    pair = await startAgents()
    await until('the guest is back', async () => (await allOf('xps', 'win')) === before)
    expect((await shellOn('xps', 'virsh list --all --name')).trim()).toBe('win')
  })
})
