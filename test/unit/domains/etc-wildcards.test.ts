import { beforeEach, expect, it } from 'vitest'
import { openLeftState, type LeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import { createNeverList } from '../../../src-main/domains/etc-tracking/never-list.ts'
import { decideEtcRules } from '../../../src-main/domains/etc-tracking/on-pair/rules-file.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
let state: LeftState
beforeEach(() => {
  folder = ownFolder('etc-wildcards')
  state = openLeftState(openSystemState(folder, 'p17'))
})

const never = createNeverList([])
const decided = async (pattern: string) => {
  const { rules } = await decideEtcRules(state, never, [pattern], 'always')
  return rules.map((rule) => rule.pattern)
}

it('takes a folder with an asterisk or a slash behind it for the folder', async () => {
  for (const pattern of ['/etc/sysctl.d/*', '/sysctl.d/**', '/etc/sysctl.d/'])
    expect(await decided(pattern)).toEqual(['/sysctl.d'])
})

it('refuses any other wildcard, which would match nothing, and takes back one that was written before', async () => {
  for (const pattern of ['/etc/sysctl.d/*.conf', '/etc/host?'])
    await expect(decided(pattern)).rejects.toMatchObject({
      code: 'invalid-input',
      hint: expect.stringContaining('Wildcards are not supported') as string,
    })
  await state.record('before', { 'etc.stignore': '!/apt/sources.list.d/\\*\n!/nanorc\n' }, {})
  const { rules } = await decideEtcRules(state, never, ['/apt/sources.list.d/*'], 'forget')
  expect(rules.map((rule) => rule.pattern)).toEqual(['/nanorc'])
})
