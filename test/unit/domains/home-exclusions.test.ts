import { describe, expect, it } from 'vitest'
import { createMatcher, type Matcher } from '../../../src-main/domains/home-sync/exclusions/exclusion-matcher.ts'
import { exclusions, exclusionsFor, isExclusionPattern } from '../../../src-main/commons/home-exclusions/exclusions.ts'
import { keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { bytePathFromText } from '../../../src-main/kernel/byte-path.ts'

const left = (match: Matcher, path: string) => match(keyOfPath(bytePathFromText(path)))

describe('what never crosses', () => {
  const match = createMatcher(exclusions)

  it.each([
    ['alice/.ssh/id_ed25519', 'key'],
    ['alice/.ssh/id_', 'key'],
    ['alice/.ssh/authorized_keys2', 'key'],
    ['alice/.ssh/known_hosts', 'key'],
    ['bob/.gnupg/private-keys-v1.d/ABC.key', 'key'],
    ['alice/.local/share/tailscale', 'identity'],
    ['alice/.cache/deep/in/it', 'cache'],
    ['alice/.mozilla/firefox/x.default/cache2/entries', 'cache'],
    ['alice/.config/chromium/Default/Cache', 'cache'],
    ['alice/.config/syncthing/key.pem', 'syncthing'],
    ['alice/.config/pc-switcher', 'own'],
    ['.stfolder', 'syncthing'],
    ['.snapshots/1/snapshot', 'system'],
    ['lost+found', 'system'],
  ])('leaves out %s', (path, kind) => {
    expect(left(match, path)).toBe(kind)
  })

  it.each([
    'alice/.ssh',
    'alice/.ssh/config',
    'alice/project/.ssh/id_rsa',
    'alice/x/.cache',
    'alice/.cached',
    'alice/.config/syncthing2',
    'alice/Documents/.stfolder',
    '.cache',
    'alice/.gnupg/pubring.kbx',
    'alice/tailscale/main.go',
    'alice/.mozilla/firefox/x.default/places.sqlite',
  ])('carries %s', (path) => {
    expect(left(match, path)).toBeUndefined()
  })

  it('leaves out what was found on a disk, with all that is in it and nothing beside it', () => {
    const found = createMatcher([], [{ path: 'alice/.ssh/work', kind: 'key' }])
    expect(left(found, 'alice/.ssh/work')).toBe('key')
    expect(left(found, 'alice/.ssh/work/inside')).toBe('key')
    expect(left(found, 'alice/.ssh/work.txt')).toBeUndefined()
  })

  it.each(['/*/a', '/a b/c', '/*/.config/*/Code Cache', '/.Trash-*'])('has %s in its grammar', (pattern) => {
    expect(isExclusionPattern(pattern)).toBe(true)
  })

  it.each([
    'a',
    '',
    '/',
    '/a/',
    '/a/../b',
    '/./a',
    '/**/a',
    '/a?',
    '/[a]',
    '/{a,b}',
    '!/a',
    '/a ',
    '/ a',
    '/a\\*',
    '//a',
    '/ä',
  ])('has not %j in its grammar', (pattern) => {
    expect(isExclusionPattern(pattern)).toBe(false)
  })
})

describe('homes that lie deeper', () => {
  it('have the rules of every home, or are left out whole where those cannot name them', () => {
    const { rules, unnamed } = exclusionsFor(['/root', '/home/bob', '/home/CORP/alice/', '/home/CORP/Zoë'], '/home')
    expect(rules.map(({ pattern }) => pattern)).toContain('/CORP/alice/.ssh/id_*')
    expect(rules.filter(({ pattern }) => pattern.startsWith('/bob'))).toEqual([])
    expect(unnamed).toEqual(['CORP/Zoë'])
  })
})
