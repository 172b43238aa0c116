/** Volumes and built images of the system's Docker, with a real dockerd. It starts no container here: practice laptops give it no control groups. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import type { LeftState } from '../../src-main/commons/system-state/on-pair/left-state.ts'
import type { Answers } from '../../src-main/contract/preview.ts'
import { createContainersStep } from '../../src-main/domains/containers/on-pair/containers-step.ts'
import type { ContainersPlan } from '../../src-main/domains/containers/on-pair/probe-containers.ts'
import type { Pair } from '../../src-main/switch/step.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'
import { dockerOn, installDocker } from '../laptops-docker.ts'
import { pcSwitcher, proofOf, restartToRollBack, sentBy, switchTo } from '../laptops-product.ts'
import { wholeProof } from '../laptops-proof.ts'

const state: Pick<LeftState, 'readFile'> = { readFile: () => Promise.resolve(undefined) }
const step = createContainersStep(() => state)
let pair: AgentPair

const probe = (way: Pair = pair) => step.probe(way, runOutside)
const decisions = ({ rows }: ContainersPlan) =>
  Object.fromEntries(rows.map(({ engine, name, decision }) => [`${engine} ${name}`, decision.kind]))

async function carry(answers: Answers = {}, way: Pair = pair) {
  const plan = await probe(way)
  const outcome = await step.run(way, plan, answers, runOutside)
  const { items, notes } = await step.verify(way, plan, answers, runOutside)
  await step.remember?.(way, plan, wholeProof(way), answers)
  return { plan, outcome, items, notes }
}

const volumes = '/var/lib/docker/volumes'
const everything = (host: Host, name: string) =>
  dockerOn(
    host,
    `docker volume inspect -f '{{json .Labels}}' ${name}; cd ${volumes}/${name}/_data
    find . -printf "%p %y %m %U %G %T@ %l %n\\n" | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum; find . | sort | xargs -d "\\n" getfattr -hd -m user; du -k hole`,
  )

const makeVolume = `docker volume create --label made=here shop_db; cd ${volumes}/shop_db/_data
chown 999:998 .; chmod 2750 .; setfattr -n user.kind -v top .; echo one > data; chown 70:70 data; ln data again; ln -s data link
mkdir -p "a b/c"; truncate -s 20M hole; printf end >> hole; setfacl -m u:33:r data`

const makeImages = `cd "$(mktemp -d)"; mkdir etc; echo gone > etc/deleted; head -c 3000000 /dev/urandom > low; tar -c . | docker import - base:1
head -c 1000000 /dev/urandom > high; printf 'FROM base:1\\nCOPY high /high\\n' > Dockerfile; docker build --quiet --tag app:1 .`

const contentsOn = (host: Host, name: string) =>
  dockerOn(
    host,
    `docker image inspect -f '{{.Id}} {{.RootFS.Layers}}' ${name}; docker image save ${name} | tar -t | grep -c blobs`,
  )
const troubles = async () => step.preview(await probe(), pair).blocks.map((block) => 'title' in block && block.title)

describe("what the system's Docker holds", () => {
  beforeAll(async () => {
    await installDocker(['p17', 'xps'])
    pair = await startAgents()
    await dockerOn('p17', makeVolume)
    await dockerOn('p17', makeImages)
  })
  afterAll(() => pair.close())

  it('is asked about once, and stays where it is until somebody says so', async () => {
    const plan = await probe()
    expect(decisions(plan)).toEqual({
      'docker shop_db': 'ask-new',
      'docker app:1': 'ask-new',
      'docker base:1': 'ask-new',
    })
    expect(step.preview(plan, pair).questions).toMatchObject([
      { id: 'containers:docker:volume:shop_db', group: 'Docker volumes', safeDefault: 'later' },
      { id: 'containers:docker:image:app:1', group: 'Docker images' },
      { id: 'containers:docker:image:base:1' },
    ])
    expect((await carry()).outcome).toMatchObject({ items: 0, bytes: 0 })
  })

  it('crosses whole: volumes with labels, owners, links and holes, images without layers that are there', async () => {
    const before = await sentBy('p17')
    const take = { 'containers:docker:volume:shop_db': 'take', 'containers:docker:image:base:1': 'take' }
    const { items, outcome } = await carry(take)
    expect(outcome).toMatchObject({ items: 2, areas: ['system'] })
    expect(items).toMatchObject([
      { title: 'Docker volumes', verdict: 'same', readBack: ['shop_db (Docker)'] },
      { title: 'Docker images', readBack: ['base:1 (Docker)'] },
    ])
    expect((await sentBy('p17')) - before).toBeLessThan(3_400_000)
    expect(await everything('xps', 'shop_db')).toBe(await everything('p17', 'shop_db'))
    const between = await sentBy('p17')
    const second = await carry({ 'containers:docker:image:app:1': 'take' })
    expect(second.items[1]).toMatchObject({ verdict: 'same', compared: 2, readBack: ['app:1 (Docker)'] })
    expect((await sentBy('p17')) - between).toBeLessThan(1_300_000)
    expect(await contentsOn('xps', 'app:1')).toBe(await contentsOn('p17', 'app:1'))
    expect((await carry()).outcome.bytes).toBe(0)
    expect(await shellOn('xps', `ls -A ${volumes}; ls -A /var/lib/docker/.pc-switcher 2>&1 || true`)).toBe(
      "backingFsBlockDev\nmetadata.db\nshop_db\nls: cannot access '/var/lib/docker/.pc-switcher': No such file or directory\n",
    )
  })

  it('is taken in either direction, kept where the other laptop alone changed it, and asked about where both did', async () => {
    await shellOn('xps', `echo two >> ${volumes}/shop_db/_data/data`)
    expect(decisions(await probe())['docker shop_db']).toBe('keep')
    const back = await carry({}, { from: pair.to, to: pair.from })
    expect(decisions(back.plan)['docker shop_db']).toBe('take')
    expect(await everything('p17', 'shop_db')).toBe(await everything('xps', 'shop_db'))
    for (const host of ['p17', 'xps'] as const) await shellOn(host, `echo ${host} > ${volumes}/shop_db/_data/data`)
    const plan = await probe()
    expect(decisions(plan)['docker shop_db']).toBe('ask-both')
    expect(step.preview(plan, pair).questions[0]).not.toHaveProperty('safeDefault')
    await carry({ 'containers:docker:volume:shop_db': 'take' })
    expect(await shellOn('xps', `cat ${volumes}/shop_db/_data/data`)).toBe('p17\n')
  })

  it('is left out while a container that is not stopped has it', async () => {
    await dockerOn('p17', 'docker create --name shop --volume shop_db:/data base:1 /low')
    await shellOn('p17', `echo more >> ${volumes}/shop_db/_data/data`)
    expect(decisions(await probe())['docker shop_db']).toBe('take')
    await shellOn(
      'p17',
      `mv /usr/bin/docker /usr/bin/docker.real; printf '#!/bin/bash\\nset -o pipefail\\n[ "$1 $2" != "container inspect" ] || { /usr/bin/docker.real "$@" | sed s/\\\\"created\\\\"/\\\\"running\\\\"/; exit; }\\nexec /usr/bin/docker.real "$@"\\n' > /usr/bin/docker; chmod 755 /usr/bin/docker`,
    )
    const { plan, items } = await carry()
    expect(plan.rows.find(({ name }) => name === 'shop_db')?.decision).toEqual({
      kind: 'in-use',
      on: 'from',
      by: 'shop',
    })
    expect(items[0]).toMatchObject({ verdict: 'left', left: [{ names: ['shop_db (Docker)'] }] })
    await shellOn('p17', 'mv /usr/bin/docker.real /usr/bin/docker; docker rm shop')
  })

  it('is never taken for gone where Docker is stopped or hangs, and asking does not start it', async () => {
    await shellOn('xps', 'systemctl stop docker.service')
    expect(await troubles()).toEqual(['Docker is not running on XPS 13'])
    const { items, notes } = await carry()
    expect(items).toEqual([])
    expect(notes.join()).toContain('run "sudo systemctl start docker" on XPS 13')
    expect(await shellOn('xps', 'systemctl is-active docker.service || true')).toBe('inactive\n')
    await shellOn('xps', 'systemctl start docker.service; kill -STOP $(cat /run/docker.pid)')
    expect(await troubles()).toEqual(['Docker does not answer on XPS 13'])
    await shellOn('xps', 'kill -CONT $(cat /run/docker.pid)')
    expect(await troubles()).not.toContain('Docker does not answer on XPS 13')
  })

  it('crosses in a whole switch by a rule for Docker alone, and Undo takes it back with the system', async () => {
    await dockerOn('p17', `docker volume create notes; echo written > ${volumes}/notes/_data/page`)
    const before = await everything('xps', 'shop_db')
    expect(
      (await pcSwitcher('p17', ['containers', 'rule', 'notes', 'both', '--volume', '--engine', 'docker'])).stderr,
    ).toBe('')
    const listed = await pcSwitcher('p17', ['containers', 'list', '--json'])
    expect(listed.messages[0]).toMatchObject({
      volumes: [{ engine: 'docker', name: 'notes', decision: 'both' }, { name: 'shop_db' }],
      images: [{ engine: 'docker', name: 'app:1' }, { name: 'base:1' }],
    })
    const machines = await pcSwitcher('p17', ['machines', '--json'])
    expect(machines.messages[0]).toMatchObject({
      type: 'page',
      lead: '2 volumes, 2 images of containers on both laptops.',
      sections: [
        { title: 'Volumes of containers', rows: [{ title: 'notes (Docker)', value: 'On both, by a rule' }, {}] },
        { title: 'Images of containers', rows: [{ title: 'app:1 (Docker)', value: 'The same on both' }, {}] },
      ],
    })
    const proof = proofOf(await switchTo('p17', 'xps'))
    expect(proof.verified).toBe(true)
    expect(await everything('xps', 'shop_db')).toBe(await everything('p17', 'shop_db'))
    expect(await shellOn('xps', `cat ${volumes}/notes/_data/page`)).toBe('written\n')
    expect((await pcSwitcher('p17', ['undo', '--yes'])).stderr).toBe('')
    pair.close()
    await restartToRollBack()
    expect(await everything('xps', 'shop_db')).toBe(before)
    expect(await dockerOn('xps', 'docker volume ls -q')).toBe('shop_db\n')
  })
})
