/** What is said of a package that can be removed: what it is, what it takes, and who wanted it. */
import { expect, it } from 'vitest'
import type { Capture } from '../../../src-main/domains/packages/model.ts'
import { packagesPlanSchema } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { packagesQuestions } from '../../../src-main/domains/packages/on-pair/questions/packages-questions.ts'
import { probePackages } from '../../../src-main/domains/packages/on-pair/probe-packages.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { bytesRemoved } from '../../../src-main/contract/follow-choices.ts'
import { installed, manifestWith, noApps, noRules, noSources, captureOf } from './captures.ts'
import { toldMachine } from '../machine/told-machine.ts'

const ref = (name: string) => ({ name, arch: 'amd64' })
const remove = (name: string) => ({ ...ref(name), act: 'remove' as const, before: '1.0' })

const there = captureOf([
  installed('vim'),
  installed('game', { installedBytes: 12_300_000, summary: 'a game with trains', needs: ['game-data'] }),
  installed('game-data', { installedBytes: 107_700_000, summary: 'pictures of trains', auto: true }),
  installed('plain'),
])

function machineOf(name: string, label: string, capture: Capture): Machine {
  return toldMachine(name, label, {
    'packages.capture': capture,
    'packages.failed': { units: [] },
    'packages.sources': noSources,
    'packages.simulate': {
      ...{ accepted: [], actions: [], rejected: [], downloadBytes: 0 },
      removals: [
        { asked: ref('game'), actions: [remove('game'), remove('game-data')] },
        { asked: ref('plain'), actions: [remove('plain')] },
      ],
    },
  })
}

const pair = { from: machineOf('p17', 'P17', captureOf([installed('vim')])), to: machineOf('xps', 'XPS 13', there) }

it('says what it is, what it takes with what goes along, and that it was installed by hand', async () => {
  const plan = await probePackages(pair, () => Promise.resolve(noRules), {})
  // As it is journalled.
  const questions = packagesQuestions(packagesPlanSchema.parse(JSON.parse(JSON.stringify(plan))), pair)
  expect(questions.map(({ reason }) => reason)).toEqual([
    'a game with trains · 0.1 GB with 1 other · Installed by hand · Only XPS 13 has it (1.0)',
    'Installed by hand · Only XPS 13 has it (1.0)',
  ])
  const [game] = questions
  expect(game?.choices.flatMap(({ brings }) => brings?.changes ?? [])).toMatchObject([
    { name: 'game', bytes: 12_300_000 },
    { name: 'game-data', bytes: 107_700_000 },
  ])
  expect(bytesRemoved(questions, { 'apt-remove:game:amd64': 'remove' })).toBe(120_000_000)
})

it('is not recorded: a list of packages in ~/system-state changes only with them', () => {
  expect(manifestWith(there, noApps)).not.toContain('trains')
})
