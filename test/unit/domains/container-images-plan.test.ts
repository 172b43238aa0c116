import { describe, expect, it } from 'vitest'
import { containerRuleFor, type ContainerRule } from '../../../src-main/contract/container-rule.ts'
import { planImages, type ImagesOfLaptop } from '../../../src-main/domains/containers/on-pair/image-plan.ts'
import { parseRules } from '../../../src-main/domains/containers/on-pair/rules-file.ts'
import { imageNameSchema, type ContainerImage } from '../../../src-main/domains/containers/verbs.ts'

const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(64)) as [string, string, string]
const name = 'localhost/app:1'

function image(id: string, more: Partial<ContainerImage> = {}): ContainerImage {
  const facts = { bytes: 100, createdAt: '2026-11-20T08:00:00.000Z', isPulled: false }
  return { id, names: [name], layers: [], ...facts, ...more }
}

function laptop(images: readonly ContainerImage[], equal?: string): ImagesOfLaptop {
  return { images, lastEqual: { fingerprints: equal === undefined ? {} : { [name]: equal } } }
}

function row(from: ImagesOfLaptop, to: ImagesOfLaptop, decision?: ContainerRule['decision']) {
  const rules = decision === undefined ? [] : [{ kind: 'image', name: 'app:*', decision } as const]
  return planImages({ engine: 'podman', from, to }, rules)[0]
}
const decided = (...asked: Parameters<typeof row>) => row(...asked)?.decision

describe('an image of containers', () => {
  it('that was built on one laptop is asked about, unless a rule says what becomes of it', () => {
    const [here, there] = [laptop([image(one)]), laptop([])]
    expect(decided(here, there)).toEqual({ kind: 'ask-new' })
    expect(decided(here, there, 'both')).toEqual({ kind: 'take', why: 'new' })
    expect(decided(here, there, 'apart')).toEqual({ kind: 'ruled', by: 'apart' })
    expect(decided(there, here)).toEqual({ kind: 'only-there' })
    expect(decided(laptop([image(one)], one), laptop([], one))).toEqual({ kind: 'deleted-there' })
  })

  it('that can be pulled again is not sent without a rule, and the other laptop keeps its own', () => {
    const pulled = image(one, { isPulled: true })
    expect(decided(laptop([pulled]), laptop([]))).toEqual({ kind: 'pulled' })
    expect(decided(laptop([pulled]), laptop([image(two)]))).toEqual({ kind: 'pulled' })
    expect(decided(laptop([pulled]), laptop([]), 'both')).toEqual({ kind: 'take', why: 'new' })
    expect(row(laptop([]), laptop([pulled]))).toBeUndefined()
  })

  it('is taken where one laptop alone built another one, kept where the other did, and asked about where both did', () => {
    const both = (from: string, to: string) => decided(laptop([image(from)], one), laptop([image(to)], one))
    expect(both(two, one)).toEqual({ kind: 'take', why: 'changed' })
    expect(both(one, two)).toEqual({ kind: 'keep' })
    expect(both(two, three)).toEqual({ kind: 'ask-both' })
    expect(both(two, two)).toEqual({ kind: 'same' })
    expect(decided(laptop([image(two)]), laptop([image(three)]))).toEqual({ kind: 'ask-first' })
  })

  it('is announced with what it has above the layers that the other laptop has', () => {
    const base = image(two, { names: ['localhost/base:1'], layers: ['a'], bytes: 70 })
    const built = image(one, { layers: ['a', 'b'] })
    expect(row(laptop([base, built]), laptop([base]))?.arrives).toBe(30)
    expect(row(laptop([base, built]), laptop([]))?.arrives).toBe(100)
  })

  it('has a name in which nothing can be an option or the name of a volume', () => {
    for (const fine of [name, 'docker.io/library/alpine:3.20', 'host.local:5000/a/b_c:Latest', 'app:1'])
      expect(imageNameSchema.parse(fine)).toBe(fine)
    for (const wrong of ['app', '-rf/a:1', 'a/b', 'a/b:1 c', 'a/../b:-1', 'a/b:1\n'])
      expect(imageNameSchema.safeParse(wrong).success).toBe(false)
  })

  it('is found by rules as podman finds it, and never by one for a volume', () => {
    const found = (text: string, wanted: string) =>
      containerRuleFor(parseRules(text), { engine: 'podman', kind: 'image', name: wanted })?.decision
    expect(found('both image app\n', 'localhost/app:latest')).toBe('both')
    expect(found('both image app\n', 'localhost/app:1')).toBeUndefined()
    expect(found('both image app:*\nnever image app:1\n', name)).toBe('never')
    expect(found('both image docker.io/*\n', 'docker.io/library/alpine:3')).toBe('both')
    expect(found('both volume app\n', 'localhost/app:latest')).toBeUndefined()
  })
})
