import { expect, it } from 'vitest'
import { livePlaceOf } from '../../../src-main/contract/live-place.ts'
import { bytePathFromText } from '../../../src-main/kernel/byte-path.ts'

const home = '/home/alice'

it.each([
  ['~/Documents', 'Documents'],
  ['/home/alice/Documents/', 'Documents'],
  ['Projects//texts/.', 'Projects/texts'],
  ['~/Texte für das Büro', bytePathFromText('Texte für das Büro')],
  ['notes/~/drafts', 'notes/~/drafts'],
])('takes %s as a folder in the home', (typed, place) => {
  expect(livePlaceOf(typed, home)).toBe(place)
})

it.each(['', '~', '~/', '.', home, `${home}/`, '/home/alice2/Documents', '/srv', '~/../bob', '..'])(
  'does not take "%s"',
  (typed) => {
    expect(livePlaceOf(typed, home)).toBeUndefined()
  },
)
