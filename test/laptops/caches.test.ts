/** One builds on the road: what pip and cargo have fetched on one laptop comes in a switch, and is enough on the other one. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cutLink, mendLink, resetPair } from '../../practice/pair.ts'
import { shellOn } from '../laptops-agents.ts'
import { asAlice } from '../laptops-alice.ts'
import { switchHome } from '../laptops-home.ts'
import { testPair } from '../laptops-pair.ts'
import { installBuilders, startRegistry, stopRegistry, withCargo, withPip, writeProjects } from '../laptops-registry.ts'

beforeAll(async () => {
  await installBuilders()
  await writeProjects()
}, 600_000)
afterAll(() => resetPair(testPair))

it.each([
  ['pip', withPip, withPip],
  ['cargo', withCargo(), withCargo('--offline')],
])('lets %s build on xps without a network', async (_name, build, buildOffline) => {
  await startRegistry()
  expect(await shellOn('p17', asAlice(build))).toBe('tiny is here\n')
  await stopRegistry()
  await switchHome('p17')
  await cutLink('xps', testPair)
  try {
    expect(await shellOn('xps', asAlice(buildOffline))).toBe('tiny is here\n')
  } finally {
    await mendLink('xps', testPair)
  }
})
