import { expect, it } from 'vitest'
import { sideBySide } from '../../../src-main/domains/packages/on-pair/side-by-side.ts'
import { installed, captureOf } from './captures.ts'

it('puts packages side by side: what differs, what needs them, and what a switch leaves alone', () => {
  const library = installed('library', { auto: true })
  const needing = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => installed(name, { needs: ['library', name] }))
  const here = captureOf(
    [
      installed('only'),
      installed('newer', { version: '2.0~rc1' }),
      installed('older', { version: '1:0.1' }),
      installed('held', { hold: true }),
      installed('linux-image-6.12', { needs: [] }),
      installed('acme', { brings: 'firmware' }),
      installed('firefox', { version: '1:1snap1-0ubuntu5' }),
      library,
      ...needing,
    ],
    { own: ['syncthing'] },
  )
  const there = captureOf([
    installed('newer', { version: '1.9' }),
    installed('older', { version: '2:0.1' }),
    installed('held'),
    installed('syncthing'),
    installed('library', { auto: true, arch: 'i386' }),
  ])
  const found = Object.fromEntries(sideBySide(here, there).map((one) => [`${one.name}:${one.architecture}`, one]))
  expect(
    Object.fromEntries(Object.entries(found).map(([key, { difference, apart }]) => [key, [difference, apart]])),
  ).toMatchObject({
    'only:amd64': ['only-here', undefined],
    'newer:amd64': ['newer-here', undefined],
    'older:amd64': ['older-here', undefined],
    'held:amd64': ['marks', undefined],
    'linux-image-6.12:amd64': ['only-here', 'hardware'],
    'acme:amd64': ['only-here', 'hardware'],
    'firefox:amd64': ['only-here', 'snap'],
    'syncthing:amd64': ['only-there', 'own'],
    'library:amd64': ['only-here', undefined],
    'library:i386': ['only-there', undefined],
  })
  expect(found['library:amd64']?.neededBy).toEqual({ first: ['a', 'b', 'c', 'd', 'e'], count: 7 })
  expect(found['library:amd64']).toMatchObject({ here: { version: '1.0', auto: true, held: false } })
  expect(found['library:amd64']).not.toHaveProperty('there')
})
