import { expect, it } from 'vitest'
import { wizardPages } from '../../../src-main/contract/wizard-page.ts'
import { withBeforehand } from '../../../src-renderer/pages/wizard/plan/with-beforehand.ts'

it('says beside packages alone how far it is with downloading them, once that is known', () => {
  const plan = { beforehand: 'All is there.' }
  const { packages, home } = wizardPages
  expect(withBeforehand('1 to install.', plan, [home, packages])).toBe('1 to install. All is there.')
  expect(withBeforehand('', plan, [packages])).toBe('All is there.')
  expect(withBeforehand('1 to install.', plan, [home])).toBe('1 to install.')
  expect(withBeforehand('1 to install.', {}, [packages])).toBe('1 to install.')
})
