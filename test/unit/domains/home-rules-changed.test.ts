import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openLeftState, type LeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import { createOwnDecider } from '../../../src-main/domains/home-sync/exclusions/own-decider.ts'
import {
  decideAccount,
  decidePath,
  decideRule,
  listExclusions,
  otherHomeAt,
  requireWhole,
} from '../../../src-main/domains/home-sync/on-pair/exclusions/decide.ts'
import { locateInHome } from '../../../src-main/domains/home-sync/on-pair/exclusions/handlers.ts'

import { readPersonRules } from '../../../src-main/domains/home-sync/on-pair/exclusions/rules-file.ts'
import { ownFolder } from '../../own-folder.ts'

let home: string
let state: LeftState
beforeEach(() => {
  home = ownFolder('pc-switcher-home')
  state = openLeftState(openSystemState(path.join(home, 'system-state'), 'p17'))
})

const lines = () =>
  readFileSync(path.join(home, 'system-state/home.stignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
const write = (...text: readonly string[]) => {
  mkdirSync(path.join(home, 'system-state'), { recursive: true })
  writeFileSync(path.join(home, 'system-state/home.stignore'), `${text.join('\n')}\n`)
}
const refused = expect.objectContaining({ code: 'invalid-input' }) as unknown

describe('a path that is excluded or included', () => {
  it('gets one line, is committed, and gets none when it is so already', async () => {
    expect(await decidePath(state, '/Downloads/iso [1]', 'exclude')).toBe(true)
    expect(lines()).toEqual(['/Downloads/iso \\[1\\]'])
    expect(await state.find('Home: ~/Downloads/iso [1]: exclude')).toBeDefined()
    expect(await decidePath(state, '/Downloads/iso [1]', 'exclude')).toBe(false)
    expect(await decidePath(state, '/Downloads/iso [1]/in it', 'exclude')).toBe(false)
    expect(await decidePath(state, '/Documents', 'include')).toBe(false)
  })

  it('loses the line that says the opposite, and gets another one where that is not enough', async () => {
    write('# mine', '/a', '*.iso', '!/.cache/x')
    expect(await decidePath(state, '/a', 'include')).toBe(true)
    expect(await decidePath(state, '/a/one.iso', 'include')).toBe(true)
    expect(await decidePath(state, '/.cache/x', 'exclude')).toBe(true)
    expect(await decidePath(state, '/.cache/y', 'include')).toBe(true)
    expect(lines()).toEqual(['*.iso', '!/a/one.iso', '!/.cache/y'])
  })

  it('can be left out around what is included', async () => {
    await decideRule({ state, home }, '/a', 'exclude')
    await decidePath(state, '/a/b/c', 'include')
    expect(await decidePath(state, '/a', 'exclude')).toBe(false)
    expect(await decidePath(state, '/a/b', 'exclude')).toBe(false)
    expect(lines()).toEqual(['/a', '!/a/b/c'])
  })

  it('is refused when it never crosses or both laptops need it', async () => {
    await expect(decidePath(state, '/.ssh/id_rsa', 'include')).rejects.toEqual(refused)
    await expect(decidePath(state, '/system-state', 'exclude')).rejects.toEqual(refused)
    expect(await decidePath(state, '/.ssh/id_rsa', 'exclude')).toBe(false)
    expect(await state.readFile('home.stignore')).toBeUndefined()
  })

  it('is refused while a line cannot be read, which is told with its number', async () => {
    write('/a', 'b/c')
    await expect(decidePath(state, '/x', 'exclude')).rejects.toMatchObject({
      code: 'invalid-rules',
      message: expect.stringContaining('Line 2') as unknown,
    })
    expect(await listExclusions(state, [])).toMatchObject({ rules: [{ pattern: '/a' }], invalid: [{ line: 2 }] })
  })
})

describe('a rule that is typed', () => {
  it('begins at the home folder however it was written, and can be forgotten', async () => {
    const rule = (typed: string, decision: 'exclude' | 'include' | 'forget') =>
      decideRule({ state, home }, typed, decision)
    expect(await rule('~/a', 'exclude')).toBe(true)
    expect(await rule(`${home}/b`, 'exclude')).toBe(true)
    expect(await rule('c/d', 'exclude')).toBe(true)
    expect(await rule('*.iso', 'exclude')).toBe(true)
    expect(await rule('*.iso', 'exclude')).toBe(false)
    expect(lines()).toEqual(['/a', '/b', '/c/d', '*.iso'])
    expect(await rule('/a', 'include')).toBe(true)
    expect(await rule('/b', 'forget')).toBe(true)
    expect(await rule('/b', 'forget')).toBe(false)
    expect(lines()).toEqual(['/c/d', '*.iso', '!/a'])
    await expect(rule('*', 'exclude')).rejects.toEqual(refused)
    await expect(rule('*.iso', 'include')).rejects.toEqual(refused)
  })
})

describe('where a path of the person leads', () => {
  it('is found through links, and is what it is itself', async () => {
    mkdirSync(path.join(home, 'real/deep'), { recursive: true })
    symlinkSync('real', path.join(home, 'link'))
    expect(await locateInHome(home, path.join(home, 'link/deep/new'))).toBe('/real/deep/new')
    expect(await locateInHome(home, path.join(home, 'link'))).toBe('/link')
    expect(await locateInHome(home, path.join(home, 'not/there/yet'))).toBe('/not/there/yet')
  })

  it('is refused outside of the home, also behind a link, and for all of the home', async () => {
    symlinkSync('/etc', path.join(home, 'etc'))
    for (const one of ['/etc/hosts', path.join(home, 'etc/hosts'), home, path.join(home, '..'), `${home}2/x`])
      await expect(locateInHome(home, one)).rejects.toEqual(refused)
  })
})

describe('the home of another account', () => {
  const others = [
    { account: 'bob', home: '/home/bob' },
    { account: 'carol', home: '/home/family/carol' },
  ]

  it('is listed as left out until it is added, and no rule about the own home', async () => {
    write('/a', '!~bob', '!~gone')
    const { rules, homes, invalid } = await listExclusions(state, others)
    expect(rules.map(({ pattern }) => pattern)).toEqual(['/a'])
    expect(homes).toEqual([
      { account: 'bob', home: '/home/bob', isAdded: true },
      { account: 'carol', home: '/home/family/carol', isAdded: false },
      { account: 'gone', isAdded: true },
    ])
    expect(invalid).toEqual([])
  })

  it('is added by one line, and taken out again, however it is asked for', async () => {
    expect(await decideAccount(state, 'bob', 'include')).toBe(true)
    expect(await decideAccount(state, 'bob', 'include')).toBe(false)
    expect(await decideRule({ state, home }, '~carol', 'include')).toBe(true)
    expect(lines()).toEqual(['!~bob', '!~carol'])
    expect(await decideAccount(state, 'bob', 'exclude')).toBe(true)
    expect(await decideRule({ state, home }, '~carol', 'forget')).toBe(true)
    expect(lines()).toEqual([])
  })

  it('changes nothing of what is said of the own home', async () => {
    write('!~bob', '~$*')
    const { rules } = await readPersonRules(state)
    const decide = createOwnDecider({ rules })
    expect([
      decide('bob').isLeftOut,
      decide('~bob').isLeftOut,
      decide('x/~$plan.docx'.replace('/', '\u0001')).isLeftOut,
    ]).toEqual([false, false, true])
  })

  it('is found by any path in it, and decided about as a whole', () => {
    expect(otherHomeAt(others, '/home/bob/x/../y')?.account).toBe('bob')
    expect(otherHomeAt(others, '/home/bobby')).toBeUndefined()
    expect(() => requireWhole({ account: 'bob', home: '/home/bob' }, '/home/bob/')).not.toThrow()
    expect(() => requireWhole({ account: 'bob', home: '/home/bob' }, '/home/bob/x')).toThrow(/home of another account/)
  })
})
