import { expect, it } from 'vitest'
import { parseMetered } from '../../../src-main/tools/network-manager.ts'

it.each([
  ['u 0\n', false],
  ['u 1\n', true],
  ['u 2\n', false],
  ['u 3\n', true],
  ['u 4\n', false],
])('takes %j of NetworkManager for metered: %s', (text, isMetered) => {
  expect(parseMetered(text)).toBe(isMetered)
})
