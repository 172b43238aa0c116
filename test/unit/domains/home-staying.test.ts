/** What stays as it is, told before a switch begins. */
import { describe, expect, it } from 'vitest'
import { createMatcher } from '../../../src-main/domains/home-sync/exclusions/exclusion-matcher.ts'
import { keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import type { Difference } from '../../../src-main/domains/home-sync/on-pair/compare/difference.ts'
import { staying } from '../../../src-main/domains/home-sync/on-pair/plan/texts.ts'
import { createCandidates } from '../../../src-main/domains/home-sync/on-pair/plan/staying.ts'

async function candidatesOf(differences: readonly Difference[]): Promise<readonly string[]> {
  const candidates = createCandidates()
  const passed: Difference[] = []
  async function* all(): AsyncGenerator<Difference> {
    for (const one of differences) yield await Promise.resolve(one)
  }
  for await (const one of candidates.through(all())) passed.push(one)
  expect(passed).toEqual(differences)
  return [...candidates.paths]
}

const changed = { kind: 'changed', shared: 'f' } as const
const added = { kind: 'added', shared: 'f' } as const

describe('what may be protected', () => {
  it('is what a line replaces or removes, and the folder around whatever comes', async () => {
    const found = await candidatesOf([
      { key: keyOfPath('alice/a/new'), from: added },
      { key: keyOfPath('alice/b/old'), from: changed },
      { key: keyOfPath('alice/c/both'), from: added, to: added },
      { key: keyOfPath('alice/d/theirs'), to: changed },
    ])
    expect(found).toEqual(['alice/a', 'alice/b', 'alice/b/old', 'alice/c', 'alice/c/both'])
  })
})

describe('a path that is too long', () => {
  it('is left out on either laptop, by its length alone', () => {
    const isExcluded = createMatcher([])
    const path = `alice/${'n'.repeat(3_894)}`
    expect(isExcluded(keyOfPath(path))).toBeUndefined()
    expect(isExcluded(keyOfPath(`${path}n`))).toBe('deep')
  })
})

describe('the notice', () => {
  it('names the laptops that have some, with counts and the first names', () => {
    const { title, text } = staying.mounts([
      { label: 'P17', count: 7, examples: ['Cloud', 'a', 'b', 'c', 'd'] },
      { label: 'XPS 13', count: 1, examples: ['Stick'] },
    ])
    expect(title).toBe('What is mounted in the home folder is not copied')
    expect(text).toBe(
      'P17 has 7: Cloud, a, b, c, d and 2 more. XPS 13 has 1: Stick. It is left alone on both laptops, and not looked into.',
    )
  })

  it('says of stores of containers why they stay, and how to take an image or a volume along', () => {
    const { title, text } = staying.stores([
      { label: 'P17', count: 1, examples: ['big/containers'] },
      { label: 'XPS 13', count: 1, examples: ['.local/share/docker'] },
    ])
    expect(title).toBe('Container images and volumes are not copied')
    expect(text).toContain('P17 has 1: big/containers. XPS 13 has 1: .local/share/docker.')
    expect(text).toContain('they stay as they are on both laptops')
    expect(text).toContain('podman save and podman load')
  })
})
