/** What the person answers about a file of /home, and wants to be remembered. */
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openLeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState, type SystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import { exclusionsContributor } from '../../../src-main/domains/home-sync/on-pair/exclusions/decide.ts'
import { readPersonRules } from '../../../src-main/domains/home-sync/on-pair/exclusions/rules-file.ts'
import type { Pair, RunContext } from '../../../src-main/switch/step.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
let state: SystemState
beforeEach(() => {
  folder = ownFolder('home-kept')
  state = openSystemState(path.join(folder, 'system-state'), 'p17')
})

const questionFor = (pattern: string) => ({
  id: `home:${pattern}`,
  choices: [
    { id: 'keep', label: '', effect: '', meaning: 'keep' },
    { id: 'keep-always', label: '', effect: '', meaning: 'keep', rule: { kind: 'home', pattern } },
  ],
})

async function answer(answers: Readonly<Record<string, string>>) {
  const questions = Object.keys(answers).map(questionFor)
  const given = Object.fromEntries(Object.entries(answers).map(([pattern, choice]) => [`home:${pattern}`, choice]))
  const context = { questions } as unknown as RunContext
  const files = await exclusionsContributor(() => openLeftState(state)).contribute({} as Pair, given, context)
  await state.writeFiles(files)
  return files
}

const lines = async () =>
  (await readPersonRules(state)).rules.map(({ pattern, decision }) =>
    decision === 'include' ? `!${pattern}` : pattern,
  )

describe('what is kept for good in /home', () => {
  it('becomes a line of home.stignore, once, and nothing else does', async () => {
    await answer({ '/Games': 'keep-always', '/Music': 'keep' })
    await answer({ '/Games': 'keep-always', '/a\\[1\\].md': 'keep-always' })
    expect(await lines()).toEqual(['/Games', '/a\\[1\\].md'])
  })

  it('stands beside the lines and comments of the person, and takes the place of one that says the opposite', async () => {
    await state.writeFiles({ 'home.stignore': '# mine\n*.iso\n!/.cache/wanted\n!/Games/saved\n!/Games\n' })
    await answer({ '/Games': 'keep-always', '/debian.iso': 'keep-always' })
    expect(await lines()).toEqual(['*.iso', '!/.cache/wanted', '!/Games/saved', '/Games'])
    expect(await state.readFile('home.stignore')).toContain('# mine\n')
  })

  it('makes no file where nothing is to be remembered', async () => {
    expect(await answer({ '/Games': 'keep' })).toEqual({})
    expect(await state.readFile('home.stignore')).toBeUndefined()
  })
})
