/** "Keep, don't ask again": each laptop keeps its own of a file, an image and a package, until the rule is taken back. */
import { beforeAll, describe, expect, it } from 'vitest'
import { shellOn } from '../laptops-agents.ts'
import { pcSwitcher, plan, proofOf, switchTo } from '../laptops-product.ts'
import type { Host } from '../../practice/layout.ts'

const letter = '/home/alice/Documents/written on the train.txt'
const asked = ['apt-remove:practice-right:amd64', 'home:Documents/written on the train.txt', 'images:work.qcow2']
const always = Object.fromEntries(asked.map((id) => [id, 'keep-always']))

const ownOf = (host: Host) =>
  shellOn(host, `cat "${letter}"; sha256sum /var/lib/libvirt/images/work.qcow2; dpkg -s practice-right | head -3`)
const askedOn = async (from: Host, to: Host) =>
  (await plan(from, to)).questions.map(({ id }) => id).filter((id) => asked.includes(id))

describe('what each laptop keeps for itself', () => {
  let before: string
  beforeAll(async () => {
    before = await ownOf('xps')
  })

  it('is asked about once, and left alone by that switch', async () => {
    expect((await askedOn('p17', 'xps')).sort()).toEqual(asked)
    const told = await switchTo('p17', 'xps', always)
    expect(told.stderr).toBe('')
    const proof = proofOf(told)
    expect(proof.verified).toBe(true)
    const items = proof.steps.flatMap(({ verification }) => verification.items)
    expect(items.flatMap(({ chosen }) => chosen)).toEqual(
      expect.arrayContaining(['work.qcow2', 'practice-right', 'Documents/written on the train.txt']),
    )
    expect(await ownOf('xps')).toBe(before)
  })

  it('is neither asked about nor carried on the way back, also when both have changed it since', async () => {
    for (const host of ['p17', 'xps'] as const) await shellOn(host, `echo 'of ${host}' >> "${letter}"`)
    expect(await askedOn('xps', 'p17')).toEqual([])
    const told = await switchTo('xps', 'p17')
    expect(told.stderr).toBe('')
    expect(proofOf(told).verified).toBe(true)
    expect(await shellOn('p17', `cat "${letter}"`)).toBe('of p17\n')
    expect(await shellOn('p17', 'dpkg -l practice-right 2>/dev/null | grep -c ^ii || true')).toBe('0\n')
  })

  it('is listed and taken back where the work is, and is asked about again then', async () => {
    const listed = await pcSwitcher('p17', ['kept', 'list'])
    expect(listed.messages.find(({ type }) => type === 'kept')?.['kinds']).toMatchObject([
      { kind: 'image', names: ['work.qcow2'] },
    ])
    const forPackages = await pcSwitcher('p17', ['packages', 'rules'])
    expect(forPackages.messages.find(({ type }) => type === 'package-rules')?.['rules']).toEqual([
      { kind: 'apt', name: 'practice-right:amd64', decision: 'apart' },
    ])
    const rules = await pcSwitcher('p17', ['home', 'exclusions'])
    expect(rules.messages.find(({ type }) => type === 'home-exclusions')?.['rules']).toMatchObject([
      { pattern: '/Documents/written on the train.txt', decision: 'exclude' },
    ])
    expect((await pcSwitcher('p17', ['kept', 'forget', 'work.qcow2'])).exitCode).toBe(0)
    expect((await pcSwitcher('p17', ['packages', 'rule', 'practice-right', 'none'])).exitCode).toBe(0)
    expect((await pcSwitcher('p17', ['home', 'include', letter])).exitCode).toBe(0)
    expect((await askedOn('p17', 'xps')).sort()).toEqual(asked)
  })
})
