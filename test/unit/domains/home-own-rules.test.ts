import { describe, expect, it } from 'vitest'
import { exclusions } from '../../../src-main/commons/home-exclusions/exclusions.ts'
import { createDecider, createMatcher } from '../../../src-main/domains/home-sync/exclusions/exclusion-matcher.ts'
import { isPersonRule } from '../../../src-main/domains/home-sync/exclusions/person-rule.ts'
import { keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import {
  changePersonRules,
  parsePersonRules,
} from '../../../src-main/domains/home-sync/on-pair/exclusions/rules-file.ts'
import { rulesHeader } from '../../../src-main/domains/home-sync/on-pair/exclusions/texts.ts'
import { bytePathFromText } from '../../../src-main/kernel/byte-path.ts'

const rulesOf = (...lines: readonly string[]) => {
  const { rules, invalid } = parsePersonRules(lines.join('\n'))
  expect(invalid).toEqual([])
  return { home: 'alice', rules }
}
const leftOut = (path: string, ...lines: readonly string[]) =>
  createMatcher(exclusions, [], rulesOf(...lines))(keyOfPath(bytePathFromText(path)))

describe('the file of rules for /home', () => {
  it('has a path or a name a line, "!" before what is included, and comments with "#" and "//"', () => {
    const { rules, invalid } = parsePersonRules('# mine\n// too\n\n/Downloads/iso\r\n*.iso\n!/Downloads/keep.iso\n')
    expect(invalid).toEqual([])
    expect(rules).toEqual([
      { pattern: '/Downloads/iso', decision: 'exclude', line: 4 },
      { pattern: '*.iso', decision: 'exclude', line: 5 },
      { pattern: '!/Downloads/keep.iso'.slice(1), decision: 'include', line: 6 },
    ])
  })

  it.each([
    ['/', 'the whole home'],
    ['*', 'the whole home'],
    ['/*', 'the whole home'],
    ['Downloads/iso', 'a path that begins nowhere'],
    ['~/Downloads', 'a path as a shell has it'],
    ['/Downloads/', 'a slash at the end'],
    ['/a//b', 'an empty name'],
    ['/../bob', 'the way up'],
    ['/a/**/b', 'a wildcard of several names'],
    ['/a?', 'another wildcard'],
    ['/[ab]', 'a class'],
    ['/{a,b}', 'alternatives'],
    ['/a\\b', 'a backslash that escapes nothing'],
    [' /a', 'a space at the beginning'],
    ['/a ', 'a space at the end'],
    ['(?i)/a', 'a prefix'],
    ['!!/a', 'two prefixes'],
    ['!', 'nothing'],
    ['!*.iso', 'a name anywhere that is included'],
    ['!/a/*/b', 'a wildcard on the way to what is included'],
    ['!/.ssh/id_ed25519', 'a private key'],
    ['!/.ssh/id_*', 'private keys'],
    ['!/.gnupg/private-keys-v1.d/one.key', 'something in what never crosses'],
    ['!/.config/syncthing', 'the identity of a Syncthing'],
    ['!/.local/state/pc-switcher', 'files of this program'],
    ['/system-state', 'what the rules are in'],
    ['/system-state/packages', 'something in it'],
    ['/\u0007', 'a control character'],
    ['\uFEFF/a', 'a byte order mark'],
  ])('tells that %j is no rule (%s), with its number', (line) => {
    const { rules, invalid } = parsePersonRules(`# first\n${line}\n/good\n`)
    expect(rules.map(({ pattern }) => pattern)).toEqual(['/good'])
    expect(invalid).toEqual([{ line: 2, text: line.trim(), why: expect.any(String) as unknown }])
  })

  it('tells of a line that says the opposite of an earlier one', () => {
    const { invalid } = parsePersonRules('/a\n/b\n!/a\n')
    expect(invalid).toMatchObject([{ line: 3, why: expect.stringContaining('Line 1') as unknown }])
  })

  it('is changed line by line, the comments of the person kept', () => {
    const text = '# mine\n/a\n// why\n*.iso\n'
    const dropped = { isDropped: ({ pattern }: { readonly pattern: string }) => pattern === '/a' }
    expect(changePersonRules(text, { ...dropped, added: { pattern: '/b', decision: 'include' } })).toBe(
      '# mine\n// why\n*.iso\n!/b\n',
    )
    const made = changePersonRules(undefined, { isDropped: () => false, added: { pattern: '/x', decision: 'exclude' } })
    expect(made).toBe(`${rulesHeader.join('\n')}\n/x\n`)
    expect(parsePersonRules(made)).toMatchObject({ rules: [{ pattern: '/x' }], invalid: [] })
    expect(() => changePersonRules('bad/line\n', { isDropped: () => false })).toThrow(
      expect.objectContaining({ code: 'invalid-rules', message: expect.stringContaining('Line 1') as unknown }),
    )
  })

  it('has no rule that an agent would refuse', () => {
    expect(rulesOf('/a b/ü*', '\\#mine#', '/st\\*r', '!/.cache/x/*').rules.every(isPersonRule)).toBe(true)
    expect(isPersonRule({ pattern: '*.iso', decision: 'include' })).toBe(false)
    expect(isPersonRule({ pattern: '/../bob', decision: 'exclude' })).toBe(false)
  })
})

describe('what the rules of a person leave out', () => {
  it.each([
    ['alice/Downloads/iso', ['/Downloads/iso']],
    ['alice/Downloads/iso/deep', ['/Downloads/iso']],
    ['alice/a/b/debian.iso', ['*.iso']],
    ['alice/debian.iso/in it', ['*.iso']],
    ['alice/Übung/1', ['/Übung']],
    ['alice/st*r', ['/st\\*r']],
    ['alice/#mine#', ['\\#mine#']],
    ['alice/Downloads/other.iso', ['/Downloads', '!/Downloads/keep.iso']],
    ['alice/a/node_modules', ['node_modules', '!/a']],
    ['alice/a/x1', ['/a/x1', '!/a/x*']],
  ])('leaves out %s by %j', (path, lines) => {
    expect(leftOut(path, ...lines)).toBe('person')
  })

  it.each([
    ['bob/Downloads/iso', ['/Downloads/iso']],
    ['alice/x/Downloads/iso', ['/Downloads/iso']],
    ['alice/Downloads/iso2', ['/Downloads/iso']],
    ['alice', ['alice']],
    ['alice/star', ['/st\\*r']],
    ['alice/Downloads/keep.iso', ['/Downloads', '*.iso', '!/Downloads/keep.iso']],
    ['alice/Downloads', ['/Downloads', '!/Downloads/keep.iso']],
    ['alice/a/b', ['/a', '!/a/b/c/d']],
    ['alice/.cache/wanted', ['!/.cache/wanted']],
    ['alice/.cache/any', ['!/.cache']],
    ['alice/.config/chromium/Default/Cache', ['!/.config/chromium/Default/Cache']],
    ['alice/a/x2', ['/a/*', '!/a/x*']],
    ['alice/system-state/home.stignore', ['*.stignore', 'system-state', '/sys*']],
  ])('carries %s with %j', (path, lines) => {
    expect(leftOut(path, ...lines)).toBeUndefined()
  })

  it.each([
    ['alice/.cache/other', ['!/.cache/wanted'], 'cache'],
    ['alice/.config/chromium/Default/Cache', ['!/.config/chromium'], 'cache'],
    ['bob/.cache/any', ['!/.cache'], 'cache'],
    ['alice/.ssh/id_rsa', ['!/.ssh', '!/.s*'], 'key'],
    ['alice/.config/syncthing/key.pem', ['!/.config/*'], 'syncthing'],
  ])('leaves out %s whatever %j says', (path, lines, kind) => {
    expect(leftOut(path, ...lines)).toBe(kind)
  })

  it('never includes a key that was found by what is in it', () => {
    const match = createMatcher(exclusions, [{ path: 'alice/.cache/key', kind: 'key' }], rulesOf('!/.cache'))
    expect(match(keyOfPath('alice/.cache/key'))).toBe('key')
    expect(match(keyOfPath('alice/.cache/other'))).toBeUndefined()
  })

  it('decides the same in whatever order it is asked', () => {
    const own = rulesOf('/a', '!/a/b/c', '*.iso', '!/.cache/x', '/d*')
    const paths = ['a', 'a/b', 'a/b/c', 'a/b/c/e.iso', 'a/b/x', 'a.iso', '.cache', '.cache/x', '.cache/y', 'd', 'dd/e']
    const keys = paths.map((path) => keyOfPath(`alice/${path}`))
    const each = keys.map((key) => createMatcher(exclusions, [], own)(key))
    const one = createMatcher(exclusions, [], own)
    expect(keys.map(one)).toEqual(each)
    expect([...keys].reverse().map(one).reverse()).toEqual(each)
  })

  it('tells which rule decided', () => {
    const decide = createDecider(exclusions, [], rulesOf('/a', '!/a/b/c'))
    expect(decide(keyOfPath('alice/a/x'))).toMatchObject({ isLeftOut: true, rule: { pattern: '/a' } })
    expect(decide(keyOfPath('alice/a/b'))).toMatchObject({
      isLeftOut: false,
      isOnTheWay: true,
      rule: { pattern: '/a' },
    })
    expect(decide(keyOfPath('alice/a/b/c/d'))).toMatchObject({ isLeftOut: false, rule: { pattern: '/a/b/c' } })
    expect(decide(keyOfPath('alice/.ssh/id_1'))).toEqual({ by: 'never', kind: 'key', pattern: '/*/.ssh/id_*' })
    expect(decide(keyOfPath('alice/x'))).toMatchObject({ rule: undefined, isLeftOut: false })
  })
})

describe('developer caches', () => {
  const all = '~developer-caches'

  it.each([
    '.cache/pip/http-v2/a',
    '.cache/go-build/00/a',
    '.cargo/registry/cache/a.crate',
    '.npm/_cacache/index-v5/a',
    '.m2/repository/a.jar',
    '.gradle/caches/modules-2/a.jar',
    '.ccache/0/a.o',
    'go/pkg/mod/a',
  ])('has %s, which travels unless one line leaves all of them out', (path) => {
    expect(leftOut(`alice/${path}`)).toBeUndefined()
    expect(leftOut(`alice/${path}`, all)).toBe('developer')
  })

  it('has no other cache, and no program that was built', () => {
    expect([leftOut('alice/.cache/mesa_shader_cache/a'), leftOut('alice/.cache/pip2')]).toEqual(['cache', 'cache'])
    expect([leftOut('alice/.cargo/bin/rg', all), leftOut('alice/go/bin/gopls', all)]).toEqual([undefined, undefined])
  })

  it('lets the folder of all caches be there, as something in it travels', () => {
    expect([leftOut('alice/.cache'), leftOut('alice/.cache', all)]).toEqual([undefined, undefined])
  })

  it('follows a line of the person about one of them', () => {
    expect(leftOut('alice/.cache/pip/http-v2/a', '/.cache/pip')).toBe('person')
    expect(leftOut('alice/.cache/uv/a', '/.cache/pip')).toBeUndefined()
    expect(leftOut('alice/.cache/pip/http-v2/a', all, '!/.cache/pip')).toBeUndefined()
  })
})

describe('work that programs keep among caches', () => {
  const kept = [
    '.cache/JetBrains/IntelliJIdea2026.2/LocalHistory/changes.storageData',
    '.cache/Google/AndroidStudio2026.1/LocalHistory/changes.storageData',
    '.var/app/com.jetbrains.PyCharm-Community/cache/JetBrains/PyCharmCE2026.2/LocalHistory/changes.storageData',
    '.cache/rclone/vfs/drive/notes.md',
    '.cache/rclone/vfsMeta/drive/notes.md',
    '.cache/rclone/bisync/home_alice_a..drive_a.path1.lst',
    '.cache/xournalpp/autosaves/812.xopp',
    '.cache/inkscape/inkscape-autosave-1000-2026_11_29-001.svg',
    '.var/app/org.inkscape.Inkscape/cache/inkscape/inkscape-autosave-1000-2026_11_29-001.svg',
    '.cache/huggingface/token',
    '.cache/zsh/history',
  ]

  it.each(kept)('carries %s, also without developer caches', (path) => {
    expect(leftOut(`alice/${path}`)).toBeUndefined()
    expect(leftOut(`alice/${path}`, '~developer-caches')).toBeUndefined()
  })

  it('carries the folders that lead to it, and nothing else that is in them', () => {
    const ways = ['.cache', '.cache/JetBrains', '.cache/JetBrains/IntelliJIdea2026.2', '.cache/rclone', '.cache/zsh']
    expect(ways.map((path) => leftOut(`alice/${path}`, '~developer-caches'))).toEqual(ways.map(() => undefined))
    const caches = [
      '.cache/JetBrains/IntelliJIdea2026.2/index/a',
      '.cache/JetBrains/IntelliJIdea2026.2/log/idea.log',
      '.cache/rclone/webgui/a',
      '.cache/inkscape/extension-cache',
      '.cache/huggingface/hub/a',
      '.cache/zsh/zcompdump',
      '.var/app/org.inkscape.Inkscape/cache/fontconfig/a',
    ]
    expect(caches.map((path) => leftOut(`alice/${path}`))).toEqual(caches.map(() => 'cache'))
  })

  it('leaves out the lock of a running bisync', () => {
    expect(leftOut('alice/.cache/rclone/bisync/home_alice_a..drive_a.lck')).toBe('lock')
  })

  it('follows a line of the person about it', () => {
    expect(leftOut('alice/.cache/rclone/vfs/drive/a', '/.cache/rclone/vfs')).toBe('person')
    expect(leftOut('alice/.cache/rclone/vfsMeta/drive/a', '/.cache/rclone/vfs')).toBeUndefined()
  })
})

describe('the trash', () => {
  it('stays by a rule of its own, which says that nobody makes it again, and a line of the person can include it', () => {
    expect(leftOut('alice/.local/share/Trash/files/a')).toBe('trash')
    expect(leftOut('alice/.local/share/Trash/files/a', '!/.local/share/Trash')).toBeUndefined()
    expect(leftOut('bob/.local/share/Trash/files/a', '!/.local/share/Trash')).toBe('trash')
  })
})
