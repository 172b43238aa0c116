/** Every verb of every capability: what root does for us, and how long it may take. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { agentCapabilities } from '../../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../../src-main/agent/join-capabilities.ts'
import { silences } from '../../../src-main/contract/define.ts'

const verbs = joinAgent(agentCapabilities).answers.map(({ verb }) => verb)
const files = readdirSync('src-main', { recursive: true, encoding: 'utf8' }).filter((file) => /verbs\.ts$/.test(file))

it('is answered by a capability', () => {
  const declared = files.flatMap((file) => [
    ...readFileSync(`src-main/${file}`, 'utf8').matchAll(/defineVerb\(\{\s+name: '([^']+)'/g),
  ])
  expect(verbs.map(({ name }) => name).sort()).toEqual(declared.map(([, name]) => name).sort())
})

it.each(verbs.map((verb) => [verb.name, verb] as const))('%s cannot be waited for for ever', (_name, verb) => {
  expect(Object.values(silences)).toContain(verb.silentMs)
})

it('may be silent for half an hour at most, and then only where it changes something', () => {
  expect(Math.max(...Object.values(silences))).toBe(30 * 60_000)
  const longest = verbs.filter(({ silentMs }) => silentMs === silences.longest)
  expect(longest.filter(({ mutates }) => !mutates)).toEqual([])
})
