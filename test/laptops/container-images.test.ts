/** Images of the person's podman that were built there, with real rootless podman. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import type { LeftState } from '../../src-main/commons/system-state/on-pair/left-state.ts'
import type { Answers } from '../../src-main/contract/preview.ts'
import { adoptImages } from '../../src-main/domains/containers/image-verbs.ts'
import { checkAllContainers } from '../../src-main/domains/containers/on-pair/check-all.ts'
import { createContainersStep } from '../../src-main/domains/containers/on-pair/containers-step.ts'
import type { ContainersPlan } from '../../src-main/domains/containers/on-pair/probe-containers.ts'
import type { Pair } from '../../src-main/switch/step.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'
import { asPersonOn, installPodman } from '../laptops-podman.ts'
import { pcSwitcher, proofOf, restartToRollBack, sentBy, switchTo, type Told } from '../laptops-product.ts'
import { wholeProof } from '../laptops-proof.ts'

const rules = { text: '' }
const state: Pick<LeftState, 'readFile'> = { readFile: () => Promise.resolve(rules.text) }
const step = createContainersStep(() => state)
let pair: AgentPair

const probe = (way: Pair = pair) => step.probe(way, runOutside)
const decisions = ({ rows }: ContainersPlan) =>
  Object.fromEntries(rows.map(({ name, decision }) => [name, decision.kind]))
const app = 'localhost/app:1'
const volumes = '/home/alice/.local/share/containers/storage/volumes'
const question = `containers:podman:image:${app}`

async function carry(answers: Answers = {}, way: Pair = pair) {
  const plan = await probe(way)
  const outcome = await step.run(way, plan, answers, runOutside)
  const { items } = await step.verify(way, plan, answers, runOutside)
  await step.remember?.(way, plan, wholeProof(way), answers)
  return { plan, outcome, proof: items[0] }
}

/** Of a shell and what it needs, without a registry. */
const base = `cd "$(mktemp -d)"; mkdir -p bin etc var/opaque; cp /bin/ls /bin/cat bin/
ldd /bin/ls /bin/cat | grep -o '/[^ ]*\\.so[^ ]*' | sort -u | while read -r one; do mkdir -p ".$(dirname "$one")"; cp -L "$one" ".$one"; done
echo gone > etc/deleted; echo kept > etc/kept; echo low > var/opaque/low
tar -c . | podman import --quiet - base:1`

/** One layer more, with what `script` does in the folder of the image. */
const build = (name: string, script: string, below: string) => `made=$(podman create ${below} /bin/ls)
podman unshare bash -euc 'cd "$(podman mount '$made')"; ${script}; podman umount '$made' > /dev/null'
podman commit --quiet $made ${name}; podman rm $made`

const contentsOn = (host: Host, name: string) =>
  asPersonOn(host, `podman image inspect -f '{{.Id}} {{.RootFS.Layers}}' ${name}`)
/** As a container sees them: names, types, owners, modes, links and contents. */
const filesOn = (host: Host, name: string) =>
  asPersonOn(
    host,
    `podman unshare bash -euc 'cd "$(podman image mount ${name})"; find . -mindepth 1 -printf "%p %y %m %U %G %T@ %l\\n" | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum; cd /; podman image umount ${name} > /dev/null'`,
  )
/** Of an image that is still there. */
const namesOf = (host: Host, id: string) => asPersonOn(host, `podman image inspect -f '{{.RepoTags}}' ${id}`)
/** Of a switch that is verified. */
function containersIn(told: Told) {
  const { verified, steps } = proofOf(told)
  expect(verified).toBe(true)
  return steps.find(({ id }) => id === 'containers')
}
const idOf = async (host: Host, name: string) =>
  (await asPersonOn(host, `podman image inspect -f '{{.Id}}' ${name}`)).trim()

describe('images of containers', () => {
  beforeAll(async () => {
    await installPodman(['p17', 'xps'])
    pair = await startAgents()
    await asPersonOn('p17', base)
    await asPersonOn(
      'p17',
      build(
        'app:1',
        'rm etc/deleted; rm -r var/opaque; mkdir var/opaque; echo high > var/opaque/high; head -c 3000000 /dev/urandom > big',
        'base:1',
      ),
    )
  })
  afterAll(() => pair.close())

  it('are asked about once, and stay where they are until somebody says so', async () => {
    const plan = await probe()
    expect(decisions(plan)).toEqual({ [app]: 'ask-new', 'localhost/base:1': 'ask-new' })
    const [asked] = step.preview(plan, pair).questions
    expect(asked).toMatchObject({ id: question, title: app, group: 'Images', safeDefault: 'later' })
    await step.run(pair, plan, {}, runOutside)
    expect(await asPersonOn('xps', 'podman image ls -q')).toBe('')
  })

  it('cross without layers that the other laptop has, and are the same image with the same files', async () => {
    await carry({ 'containers:podman:image:localhost/base:1': 'take' })
    const before = await sentBy('p17')
    const { proof, outcome } = await carry({ [question]: 'take' })
    expect((await sentBy('p17')) - before).toBeLessThan(3_200_000)
    expect(outcome).toMatchObject({ text: '1 image copied to XPS 13, 3.0 MB sent' })
    expect(proof).toMatchObject({ title: 'Images of containers', verdict: 'same', compared: 2, readBack: [app] })
    expect(await contentsOn('xps', app)).toBe(await contentsOn('p17', app))
    expect(await filesOn('xps', app)).toBe(await filesOn('p17', app))
    const listed = await asPersonOn('xps', 'podman run --rm app:1 /bin/ls /etc /var/opaque')
    expect(listed).not.toContain('deleted')
    expect(listed).toMatch(/kept[^]*\/var\/opaque:\nhigh\n$/)
    expect((await carry()).outcome.bytes).toBe(0)
  })

  it('are taken in either direction where one laptop built another one, and the old one stays without a name', async () => {
    const old = await idOf('xps', app)
    await asPersonOn('xps', build('app:1', 'echo two > etc/second', 'app:1'))
    expect(decisions(await probe())[app]).toBe('keep')
    const back = { from: pair.to, to: pair.from }
    const { plan, proof } = await carry({}, back)
    expect(decisions(plan)[app]).toBe('take')
    expect(proof).toMatchObject({ verdict: 'same', compared: 2, readBack: [app] })
    expect(await contentsOn('p17', app)).toBe(await contentsOn('xps', app))
    expect(await namesOf('p17', old)).toBe('[]\n')
  })

  it('are a question without a usual answer where both laptops built another one', async () => {
    await asPersonOn('p17', build('app:1', 'echo of-p17 > etc/third', 'app:1'))
    await asPersonOn('xps', build('app:1', 'echo of-xps > etc/third', 'app:1'))
    const own = await idOf('xps', app)
    const plan = await probe()
    expect((await checkAllContainers(pair, undefined, {})).differs).toEqual({
      count: 1,
      items: [{ path: app, differsIn: ['contents'] }],
    })
    expect(decisions(plan)[app]).toBe('ask-both')
    expect(step.preview(plan, pair).questions[0]).not.toHaveProperty('safeDefault')
    expect((await carry({ [question]: 'keep' })).proof).toMatchObject({ verdict: 'as-chosen', chosen: [app] })
    expect(await idOf('xps', app)).toBe(own)
    expect((await carry({ [question]: 'take' })).proof).toMatchObject({ verdict: 'same' })
    expect(await contentsOn('xps', app)).toBe(await contentsOn('p17', app))
    expect(await namesOf('xps', own)).toBe('[]\n')
  })

  it('are only listed where a registry has them, unless a rule says that both laptops are to have them', async () => {
    await asPersonOn(
      'p17',
      `${build('tool', 'echo pulled > etc/pulled', 'base:1')}; podman tag tool docker.io/library/tool:2; podman untag tool localhost/tool:latest`,
    )
    const name = 'docker.io/library/tool:2'
    const { plan, proof } = await carry()
    expect(decisions(plan)[name]).toBe('pulled')
    expect(proof?.left).toEqual([{ why: 'can be pulled again from its registry', count: 1, names: [name] }])
    rules.text = 'both image docker.io/*\n'
    expect((await carry()).proof).toMatchObject({ verdict: 'same', readBack: [name] })
    rules.text = ''
    expect(decisions(await probe())[name]).toBe('same')
  })

  it('stay as they are where podman does not take them or has no room, with a sentence that says so', async () => {
    await asPersonOn('p17', build('app:1', 'echo newest > etc/fourth', 'app:1'))
    const own = await idOf('xps', app)
    const pulls = (script: string) =>
      `[ -e /usr/bin/podman.real ] || mv /usr/bin/podman /usr/bin/podman.real; printf '#!/bin/sh\n[ "$1" != pull ] || { ${script}; }\nexec /usr/bin/podman.real "$@"\n' > /usr/bin/podman; chmod 755 /usr/bin/podman`
    for (const [said, text] of [
      ['image is not accepted by policy', 'Nothing was copied'],
      ['No space left on device', `Nothing was copied. Not enough room for ${app}`],
    ] as const) {
      await shellOn('xps', pulls(`echo "${said}" >&2; exit 125`))
      const { proof, outcome } = await carry()
      expect(outcome.text).toBe(text)
      const why = 'not possible to save or load, or without room; the log says why'
      expect(proof?.left).toContainEqual({ why, count: 1, names: [app] })
      expect(await idOf('xps', app)).toBe(own)
    }
    // One whose layers podman says to have and has not is sent whole.
    await shellOn('xps', pulls('[ -e /tmp/refused ] || { touch /tmp/refused; chmod 666 /tmp/refused; exit 125; }'))
    const { proof, outcome } = await carry()
    expect(proof).toMatchObject({ readBack: [app] })
    expect(outcome.bytes).toBeGreaterThan(5_000_000)
    await shellOn('xps', 'mv /usr/bin/podman.real /usr/bin/podman')
    expect(await contentsOn('xps', app)).toBe(await contentsOn('p17', app))
    expect(await shellOn('xps', `ls -A ${volumes}; ls /var/lib/pc-switcher/root/containers 2>&1 || true`)).toBe(
      "ls: cannot access '/var/lib/pc-switcher/root/containers': No such file or directory\n",
    )
  })

  it('are never what the sender says they are: what arrives otherwise is not taken, and gets no name', async () => {
    const id = await idOf('xps', app)
    await asPersonOn('xps', 'podman save --quiet --format docker-dir -o ~/saved app:1; podman image rm --all --force')
    const incoming = '/var/lib/pc-switcher/root/containers/incoming'
    const arrive = async (change: string) => {
      const packed = `cp -r /home/alice/saved /var/tmp/came; cd /var/tmp/came; ${change}; mkdir -p ${incoming}; tar -cf ${incoming}/${id}.tar .`
      await shellOn('xps', `${packed}; rm -r /var/tmp/came`)
      return pair.to.call(adoptImages, { engine: 'podman', images: [{ id, names: [{ name: app }] }] })
    }
    const layer = 'one=$(ls | grep -v "manifest\\|version\\|'.concat(id, '" | head -1)')
    const changes = [
      `${layer}; printf x >> $one`,
      `${layer}; rm $one`,
      `sed -i s/amd64/arm64/ ${id}`,
      'rm manifest.json',
    ]
    for (const change of changes) {
      expect(await arrive(change)).toMatchObject({ placed: [], refused: [{ id }] })
      expect(await asPersonOn('xps', 'podman image ls -q')).toBe('')
    }
    expect(await arrive('true')).toEqual({ placed: [app], left: [], refused: [] })
    expect(await contentsOn('xps', app)).toContain(id)
    await asPersonOn('xps', 'rm -r ~/saved')
    await shellOn('xps', 'rm -r /var/lib/pc-switcher/root/containers')
  })

  it('cross in a whole switch by a rule from the command line, once, and Undo gives the names back', async () => {
    await asPersonOn('p17', build('shop:1', 'echo shop > etc/shop', 'base:1'))
    const decided = await pcSwitcher('p17', ['containers', 'rule', 'shop:*', 'both'])
    expect(decided.messages[0]).toMatchObject({ rules: [{ kind: 'image', name: 'shop:*', decision: 'both' }] })
    const listed = await pcSwitcher('p17', ['containers', 'list', '--json'])
    expect(listed.messages[0]).toMatchObject({ volumes: [] })
    expect(listed.messages[0]?.['images']).toContainEqual(
      expect.objectContaining({
        name: 'localhost/shop:1',
        decision: 'both',
        here: expect.objectContaining({ isPulled: false }) as unknown,
      }),
    )
    const there = containersIn(await switchTo('p17', 'xps'))
    expect(there?.verification.items).toMatchObject([{ readBack: ['localhost/shop:1'] }])
    expect(await filesOn('xps', 'shop:1')).toBe(await filesOn('p17', 'shop:1'))
    const back = containersIn(await switchTo('p17', 'p17'))
    expect(back).toMatchObject({ outcome: { bytes: 0, items: 0 } })
    expect(back?.verification.items).toMatchObject([{ readBack: [], differences: [] }])
    await asPersonOn('p17', build('shop:1', 'echo new > etc/shop', 'base:1'))
    const old = await idOf('xps', 'shop:1')
    await switchTo('p17', 'xps')
    expect(await idOf('xps', 'shop:1')).toBe(await idOf('p17', 'shop:1'))
    expect((await pcSwitcher('p17', ['undo', '--yes'])).stderr).toBe('')
    // systemd waits for every process at the end, also for those that came from outside.
    pair.close()
    await restartToRollBack()
    expect(await idOf('xps', 'shop:1')).toBe(old)
  })
})
