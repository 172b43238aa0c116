import { expect, it } from 'vitest'
import { possibleTargets } from '../../../src-main/domains/pairing/on-pair/handlers.ts'

const ssh = (host: string, port = 22) => ({ host, port })
const suggested = (found: Partial<Parameters<typeof possibleTargets>[0]>) =>
  possibleTargets({ offered: [], settings: [], ...found }, 'p17').map(({ target, from }) => `${from} ${target}`)

it('has those in this network first, each once, and never this laptop', () => {
  const offered = [ssh('xps.local'), ssh('xps.local'), ssh('p17.local'), ssh('P17.local'), ssh('x1.local', 9)]
  const settings = ['p17', 'localhost', 'xps', 'github.com', 'git.sr.ht', 'nas']
  expect(suggested({ offered, settings })).toEqual([
    'network xps.local',
    'network x1.local',
    'settings xps',
    'settings nas',
  ])
})

it('has nothing that could not be typed, or is a server at another port', () => {
  const offered = [ssh('nas.local', 2222), ssh('-oProxyCommand=x'), ssh('a b')]
  expect(suggested({ offered, settings: ['-F', 'a;b', '$(id)', 'x'.repeat(300)] })).toEqual([])
})

it('has no more than can be looked through', () => {
  const settings = Array.from({ length: 40 }, (_none, index) => `host${index}`)
  expect(suggested({ settings })).toHaveLength(12)
})
