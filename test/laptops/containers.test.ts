/** Volumes of the person's containers, with real rootless podman. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestVolumes, adoptVolumes } from '../../src-main/domains/containers/verbs.ts'
import { answersToTakeAll } from '../laptops-equal.ts'
import { pcSwitcher, plan, proofOf, restartToRollBack, switchTo } from '../laptops-product.ts'

import type { Answers } from '../../src-main/contract/preview.ts'
import type { LeftState } from '../../src-main/commons/system-state/on-pair/left-state.ts'
import { createContainersStep } from '../../src-main/domains/containers/on-pair/containers-step.ts'
import type { ContainersPlan } from '../../src-main/domains/containers/on-pair/probe-containers.ts'
import type { Pair } from '../../src-main/switch/step.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'

import { asPersonOn, installPodman } from '../laptops-podman.ts'
import { wholeProof } from '../laptops-proof.ts'

/** Of a person without rules, where a step is run outside of a switch. */

const state: Pick<LeftState, 'readFile'> = { readFile: () => Promise.resolve(undefined) }
const step = createContainersStep(() => state)
let pair: AgentPair

const probe = (way: Pair = pair) => step.probe(way, runOutside)
const decisions = (plan: ContainersPlan) =>
  Object.fromEntries(
    plan.rows.flatMap(({ kind, name, decision }) => (kind === 'volume' ? [[name, decision.kind]] : [])),
  )

async function carry(answers: Answers = {}, way: Pair = pair) {
  const plan = await probe(way)
  const outcome = await step.run(way, plan, answers, runOutside)
  const { items, notes } = await step.verify(way, plan, answers, runOutside)
  await step.remember?.(way, plan, wholeProof(way), answers)
  return { plan, outcome, proof: items[0], notes }
}

const volumes = '/home/alice/.local/share/containers/storage/volumes'
/** With the eyes of a container, where its owners are its own. */
const inVolume = (host: Host, name: string, script: string) =>
  asPersonOn(host, `podman unshare bash -euc 'cd ${volumes}/${name}/_data; ${script}'`)
const everything = (host: Host, name: string) =>
  inVolume(
    host,
    name,
    'find . -printf "%p %y %m %U %G %T@ %l %n\\n" | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum; find . | sort | xargs -d "\\n" getfattr -hd -m - ; du -k hole',
  )

const make = (name: string) => `podman volume create --label made=here ${name}
podman unshare bash -euc 'cd ${volumes}/${name}/_data
chown 999:998 .; chmod 2750 .; setfattr -n user.kind -v top .
echo one > data; chown 70:70 data; chmod 640 data; ln data again; ln -s data link; mkfifo pipe; mkdir -p "a b/c"; touch "a b/c/\u00fc"
truncate -s 20M hole; printf end >> hole; setfattr -n user.kind -v file data; setfacl -m u:33:r data'`

/** Of a shell and what it needs, without a registry. */
const image = `podman image exists sleeper || {
  cd "$(mktemp -d)"; mkdir -p bin; cp /bin/sleep bin/
  ldd /bin/sleep | grep -o '/[^ ]*' | while read -r one; do mkdir -p ".$(dirname "$one")"; cp -L "$one" ".$one"; done
  tar -c . | podman import --quiet --change 'CMD ["/bin/sleep", "1000"]' - sleeper; }`

describe('volumes of containers', () => {
  beforeAll(async () => {
    await installPodman(['p17', 'xps'])
    pair = await startAgents()
    await asPersonOn('p17', make('shop_db'))
  })
  afterAll(() => pair.close())

  it('are asked about once, and stay where they are until somebody says so', async () => {
    const plan = await probe()
    expect(decisions(plan)).toEqual({ shop_db: 'ask-new' })
    const [question] = step.preview(plan, pair).questions
    expect(question).toMatchObject({ id: 'containers:podman:volume:shop_db', title: 'shop_db', safeDefault: 'later' })
    await step.run(pair, plan, {}, runOutside)
    expect(await asPersonOn('xps', 'podman volume ls -q')).toBe('')
  })

  it('cross with owners, modes, attributes, links and holes, also of their own folder', async () => {
    const { proof, outcome } = await carry({ 'containers:podman:volume:shop_db': 'take' })
    expect(proof).toMatchObject({ verdict: 'same', compared: 1, differences: [], readBack: ['shop_db'] })
    expect(outcome.bytes).toBeLessThan(60_000)
    expect(await everything('xps', 'shop_db')).toBe(await everything('p17', 'shop_db'))
    expect(await asPersonOn('xps', "podman volume inspect -f '{{.Labels}}' shop_db")).toBe('map[made:here]\n')
  })

  it('are taken where one laptop changed them, in either direction, and never where the other one did', async () => {
    expect(decisions(await probe())).toEqual({ shop_db: 'same' })
    await inVolume('xps', 'shop_db', 'echo two >> data; rm again')
    expect(decisions(await probe())).toEqual({ shop_db: 'keep' })
    const back = { from: pair.to, to: pair.from }
    const { plan, proof } = await carry({}, back)
    expect(decisions(plan)).toEqual({ shop_db: 'take' })
    expect(proof).toMatchObject({ verdict: 'same', compared: 1 })
    expect(await everything('p17', 'shop_db')).toBe(await everything('xps', 'shop_db'))
    expect(await shellOn('p17', `ls -A ${volumes}; ls /var/lib/pc-switcher/root/containers 2>&1 || true`)).toBe(
      "shop_db\nls: cannot access '/var/lib/pc-switcher/root/containers': No such file or directory\n",
    )
  })

  it('are a question without a usual answer where both changed them', async () => {
    await inVolume('p17', 'shop_db', 'echo of-p17 > data')
    await inVolume('xps', 'shop_db', 'echo of-xps > data')
    const plan = await probe()
    expect(decisions(plan)).toEqual({ shop_db: 'ask-both' })
    expect(step.preview(plan, pair).questions[0]).not.toHaveProperty('safeDefault')
    expect((await carry({ 'containers:podman:volume:shop_db': 'keep' })).proof).toMatchObject({ verdict: 'as-chosen' })
    expect(await inVolume('xps', 'shop_db', 'cat data')).toBe('of-xps\n')
    expect((await carry({ 'containers:podman:volume:shop_db': 'take' })).proof).toMatchObject({ verdict: 'same' })
    expect(await inVolume('xps', 'shop_db', 'cat data')).toBe('of-p17\n')
  })

  it('are left out while a container that is not stopped has them, and the plan and the proof say what to do', async () => {
    await inVolume('p17', 'shop_db', 'echo more >> data')
    await asPersonOn('p17', `${image}; podman run --quiet --detach --name shop --volume shop_db:/data sleeper`)
    const { plan, proof } = await carry()
    expect(decisions(plan)).toEqual({ shop_db: 'in-use' })
    const detail = 'In use by shop on P17. To copy it, stop the container and prepare the switch again'
    expect(step.preview(plan, pair).blocks[0]).toMatchObject({
      changes: [{ effect: 'cannot', name: 'shop_db', detail }],
    })
    expect(proof).toMatchObject({ verdict: 'left', left: [{ names: ['shop_db'] }] })
    expect(proof?.left?.[0]?.why).toContain('in use on P17')
    await asPersonOn('p17', 'podman stop --time 0 shop')
    await asPersonOn('xps', `${image}; podman run --quiet --detach --name shop --volume shop_db:/data sleeper`)
    expect(decisions(await probe())).toEqual({ shop_db: 'in-use' })
    await asPersonOn('xps', 'podman stop --time 0 shop')
  })

  it('stay as they are where a container started after the plan, or wrote to them', async () => {
    const plan = await probe()
    expect(decisions(plan)).toEqual({ shop_db: 'take' })
    const verified = async () => (await step.verify(pair, plan, {}, runOutside)).items[0]
    await asPersonOn('xps', 'podman start shop')
    const before = await everything('xps', 'shop_db')
    await step.run(pair, plan, {}, runOutside)
    expect(await verified()).toMatchObject({ verdict: 'left', differences: [] })
    await asPersonOn('xps', 'podman stop --time 0 shop')
    expect(await everything('xps', 'shop_db')).toBe(before)
    await inVolume('xps', 'shop_db', 'echo meanwhile > data')
    await step.run(pair, plan, {}, runOutside)
    expect(await verified()).toMatchObject({ verdict: 'left', differences: [] })
    expect(await inVolume('xps', 'shop_db', 'cat data')).toBe('meanwhile\n')
    expect((await carry({ 'containers:podman:volume:shop_db': 'take' })).proof).toMatchObject({ verdict: 'same' })
    await asPersonOn('xps', 'podman start shop')
    expect(await inVolume('xps', 'shop_db', 'stat -c %u:%g:%a .')).toBe('999:998:2750\n')
    await asPersonOn('xps', 'podman stop --time 0 shop')
  })

  it('keep what they have where something else arrived than was sent, or less of it', async () => {
    const before = await everything('xps', 'shop_db')
    const { digests } = await pair.from.call(digestVolumes, { engine: 'podman', names: ['shop_db'] })
    const digest = digests[0]?.digest ?? ''
    const incoming = '/var/lib/pc-switcher/root/containers/incoming'
    const there = (await probe()).rows[0]?.to?.stamp
    const adopt = (sum: string) =>
      pair.to.call(adoptVolumes, {
        engine: 'podman',
        volumes: [{ name: 'shop_db', digest: sum, labels: {}, stamp: there }],
      })
    await shellOn('xps', `mkdir -p ${incoming}; tar -C /etc -cf ${incoming}/shop_db.tar hostname`)
    expect(await adopt(digest)).toMatchObject({ placed: [], different: ['shop_db'] })
    await shellOn('xps', `head -c 100 /dev/urandom > ${incoming}/shop_db.tar`)
    expect(await adopt(digest)).toMatchObject({ placed: [], refused: [{ name: 'shop_db' }] })
    expect(await everything('xps', 'shop_db')).toBe(before)
    await shellOn('xps', 'rm -r /var/lib/pc-switcher/root/containers')
  })

  it('are never taken for gone where podman is missing, breaks or hangs', async () => {
    const instead = (script: string) =>
      `mv /usr/bin/podman /usr/bin/podman.real; printf '#!/bin/sh\\n${script}\\n' > /usr/bin/podman; chmod 755 /usr/bin/podman`
    const troubles = async () =>
      step.preview(await probe(), pair).blocks.map((block) => 'title' in block && block.title)
    const back = 'mv /usr/bin/podman.real /usr/bin/podman'
    await shellOn('xps', 'mv /usr/bin/podman /usr/bin/podman.real')
    expect(await troubles()).toEqual(['podman is not installed on XPS 13'])
    await shellOn('xps', `${back}; ${instead('echo database is malformed >&2; exit 125')}`)
    expect(await troubles()).toEqual(['podman ends with an error on XPS 13'])
    const { proof, notes } = await carry()
    expect(proof).toBeUndefined()
    expect(notes.join()).toContain('database is malformed')
    await shellOn('xps', `${back}; ${instead('exec sleep 1000')}`)
    expect(await troubles()).toEqual(['podman does not answer on XPS 13'])
    await shellOn('xps', back)
    expect(decisions(await probe())).toEqual({ shop_db: 'same' })
  })

  it('cross in a whole switch as the person decided, from the command line, and are put back by Undo', async () => {
    await asPersonOn('p17', 'podman volume create cache; podman volume create notes')
    await inVolume('p17', 'notes', 'echo written > page')
    await inVolume('p17', 'shop_db', 'echo newest > data')
    expect((await pcSwitcher('p17', ['containers', 'rule', 'cache', 'apart', '--volume'])).stderr).toBe('')
    const listed = await pcSwitcher('p17', ['containers', 'list', '--json'])
    expect(listed.messages[0]).toMatchObject({
      volumes: [{ name: 'cache', decision: 'apart' }, { name: 'notes' }, { name: 'shop_db' }],
    })
    const before = await everything('xps', 'shop_db')
    const answers = await answersToTakeAll('p17', 'xps')
    expect(Object.keys(answers)).toContain('containers:podman:volume:notes')
    const proof = proofOf(await switchTo('p17', 'xps', answers))
    expect(proof.verified).toBe(true)
    expect(await everything('xps', 'shop_db')).toBe(await everything('p17', 'shop_db'))
    expect(await inVolume('xps', 'notes', 'cat page')).toBe('written\n')
    expect(await asPersonOn('xps', 'podman volume ls -q | sort')).toBe('notes\nshop_db\n')
    expect(await shellOn('xps', 'grep -v "#" /home/alice/system-state/containers.rules')).toBe(
      'apart volume cache\nboth podman volume notes\n',
    )
    expect((await pcSwitcher('p17', ['undo', '--yes'])).stderr).toBe('')
    // systemd waits for every process at the end, also for those that came from outside.
    pair.close()
    await restartToRollBack()
    expect(await everything('xps', 'shop_db')).toBe(before)
    expect(await asPersonOn('xps', 'podman volume ls -q')).toBe('shop_db\n')
  })

  it('stay as the laptop with the latest work says, also where the work of the other one is taken', async () => {
    for (const host of ['p17', 'xps'] as const) {
      await asPersonOn(host, 'podman volume create kept')
      await inVolume(host, 'kept', `echo ${host} > page`)
    }
    expect((await pcSwitcher('p17', ['containers', 'rule', 'kept', 'never', '--volume'])).exitCode).toBe(0)
    const ids = (await plan('xps', 'p17')).questions.map(({ id }) => id)
    expect(ids).toContain('checks:holder')
    expect(ids).not.toContain('containers:podman:volume:kept')
    const proof = proofOf(await switchTo('xps', 'p17', await answersToTakeAll('xps', 'p17')))
    expect(proof.verified).toBe(true)
    for (const host of ['p17', 'xps'] as const) {
      expect(await inVolume(host, 'kept', 'cat page')).toBe(`${host}\n`)
      expect(await shellOn(host, 'cat /home/alice/system-state/containers.rules')).toContain('never volume kept\n')
    }
  })
})
