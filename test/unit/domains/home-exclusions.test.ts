import { describe, expect, it } from 'vitest'
import { createMatcher, type Matcher } from '../../../src-main/domains/home-sync/exclusions/exclusion-matcher.ts'
import { exclusions, isExclusionPattern } from '../../../src-main/commons/home-exclusions/exclusions.ts'
import { ignoreLineOfPath, ignoreLines } from '../../../src-main/domains/home-sync/exclusions/ignore-lines.ts'
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

  it('gives a reason for every rule', () => {
    expect(exclusions.every(({ reason }) => reason.endsWith('.'))).toBe(true)
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

describe('lines for Syncthing', () => {
  it('lets a deleted folder take its caches with it, never its keys', () => {
    const lines = ignoreLines([], [], exclusions)
    expect(lines).toContain('(?d)/*/.cache')
    expect(lines).toContain('/*/.ssh/id_*')
    expect(lines.filter((line) => line.startsWith('(?d)')).some((line) => line.includes('.ssh'))).toBe(false)
  })

  it('puts what stays before the rules, each line once', () => {
    const lines = ignoreLines(['alice/a', 'alice/a'], [{ path: 'alice/.ssh/work', kind: 'key' }], exclusions)
    expect(lines.slice(0, 2)).toEqual(['/alice/a', '/alice/.ssh/work'])
    expect(new Set(lines).size).toBe(lines.length)
  })

  it.each([
    ['alice/plain name', '/alice/plain name'],
    ['alice/*?[x]{a,b}\\', '/alice/\\*\\?\\[x\\]\\{a,b\\}\\\\'],
    ['alice/two\nlines', '/alice/two?lines'],
    ['alice/ends with a space ', '/alice/ends with a space?'],
    ['alice/tab\t', '/alice/tab?'],
    ['alice/no\u00a0break', '/alice/no?break'],
    ['#include x', '/#include x'],
    ['alice/日本🚀', '/alice/日本🚀'],
  ])('writes %j so that it means exactly that', (path, line) => {
    expect(ignoreLineOfPath(bytePathFromText(path))).toBe(line)
  })

  it('has no line for a name that Syncthing does not carry', () => {
    expect(ignoreLineOfPath('alice/\xff')).toBeUndefined()
  })
})
