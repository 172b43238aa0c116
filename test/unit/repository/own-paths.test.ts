import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { agentCapabilities } from '../../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../../src-main/agent/join-capabilities.ts'
import { pathPattern } from '../../../src-main/kernel/path-pattern.ts'

const tree = path.join(import.meta.dirname, '../../../assets/headless/tree')

it('every file of the package is some capability’s own', () => {
  const own = joinAgent(agentCapabilities).all.ownPaths.map(pathPattern)
  const files = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${path.relative(tree, path.join(entry.parentPath, entry.name))}`)
  expect(files.length).toBeGreaterThan(0)
  expect(files.filter((file) => !own.some((expression) => expression.test(file)))).toEqual([])
})
