import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const tools = path.resolve(import.meta.dirname, '../../../src-main/tools')
const programs = readdirSync(tools, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.pl'))

it('has programs for perl', () => {
  expect(programs.length).toBeGreaterThan(0)
})

it.each(programs)('perl finds nothing wrong with %s', (name) => {
  const { status, stderr } = spawnSync('perl', ['-wc', path.join(tools, name)], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/^\S+ syntax OK\n$/) as string })
})
