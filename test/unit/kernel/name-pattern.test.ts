import { describe, expect, it } from 'vitest'
import { matchesName } from '../../../src-main/kernel/name-pattern.ts'

describe('a pattern of names', () => {
  it.each([
    ['nvidia-*', 'nvidia-driver', true],
    ['nvidia-*', 'nvidia-', true],
    ['nvidia-*', 'libnvidia-gl', false],
    ['*nvidia*', 'libnvidia-gl', true],
    ['lib?', 'liba', true],
    ['lib?', 'lib', false],
    ['lib?', 'libab', false],
    ['*-dev', 'a-dev-dev', true],
    ['a*b*c', 'aXbXbc', true],
    ['a*b*c', 'aXbXbd', false],
    ['*', '', true],
    ['?', '', false],
    ['', '', true],
    ['g++', 'g++', true],
    ['g++', 'ggg', false],
    ['a.b', 'axb', false],
  ])('%s fits %s: %s', (pattern, name, fits) => expect(matchesName(pattern, name)).toBe(fits))

  it('is told from a name at once, however many stars it has', () => {
    expect(matchesName(`${'a*'.repeat(200)}b`, 'a'.repeat(2_000))).toBe(false)
  })
})
