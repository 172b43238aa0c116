/** Whether a service manager of the person's has to read its files anew. That it does is tried on practice laptops (`laptops/switch`). */
import { expect, it } from 'vitest'
import { hasUnitsOf } from '../../../src-main/domains/home-sync/on-machine/reload-user-units.ts'

const hasUnits = (...paths: readonly string[]) => hasUnitsOf('/home/alice', { root: '/home', paths })

it('is told from the paths that came: units, drop-ins and links of the person alone', () => {
  expect(hasUnits('alice/.config/systemd/user/notes.service')).toBe(true)
  expect(hasUnits('alice/notes', 'alice/.config/systemd/user/default.target.wants/notes.service')).toBe(true)
  expect(hasUnits('alice/.config/systemd/user.conf', 'bob/.config/systemd/user/notes.service')).toBe(false)
  expect(hasUnits('alice/Documents/.config/systemd/user/notes.service')).toBe(false)
  expect(hasUnits()).toBe(false)
})
