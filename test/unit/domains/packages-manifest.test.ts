import { expect, it } from 'vitest'
import type { Capture } from '../../../src-main/domains/packages/model.ts'
import { manifestWith, noApps, noUnits, sourceAt, unremarkable } from './captures.ts'

const nothing: Capture = {
  ...{ nativeArch: 'amd64', architectures: ['amd64'], packages: [], own: [], ...unremarkable },
  ...{ units: noUnits, health: { kind: 'healthy' } },
}

const parsed = (text: string): unknown => JSON.parse(text)

it('has where packages come from, and of permissions of apps a digest alone', () => {
  const flatpak = { ...noApps.flatpak, overrides: [{ name: 'org.a.Maps', text: 'filesystems=home' }] }
  const list = manifestWith(nothing, { ...noApps, flatpak, sources: [sourceAt('a')] })
  expect(list).not.toContain('filesystems')
  expect(parsed(list)).toMatchObject({
    version: 1,
    settings: {
      'package-source': { 'https://a.example stable': `deb main ${'A'.repeat(40)}` },
      'flatpak-permissions': { 'org.a.Maps': expect.stringMatching(/^[0-9a-f]{16}$/) as unknown },
    },
  })
})

it('says nothing of the snaps of a snapd that does not answer, nor of apps in a home folder that are not known', () => {
  const { snap, flatpak } = noApps
  const person = { ...flatpak.person, isKnown: false }
  const known = parsed(manifestWith(nothing, noApps))
  const silent = { ...noApps, snap: { ...snap, snapd: 'silent' as const }, flatpak: { ...flatpak, person } }
  expect(known).toMatchObject({ snap: {}, flatpakInHome: {} })
  const list = parsed(manifestWith(nothing, silent))
  expect(list).not.toHaveProperty('snap')
  expect(list).not.toHaveProperty('flatpakInHome')
})
