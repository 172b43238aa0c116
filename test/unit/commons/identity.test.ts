import { mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { freeName } from '../../../src-main/commons/laptop/identity-name.ts'
import {
  findIdentity,
  haveIdentity,
  nameNow,
  nameWhenPaired,
} from '../../../src-main/commons/laptop/on-machine/identity.ts'
import { ownFolder } from '../../own-folder.ts'

let folder = ''
beforeEach(() => (folder = ownFolder('identity')))

describe('the identity of a laptop', () => {
  it('is made once, and stays whatever the laptop is called', () => {
    expect(findIdentity(folder)).toBeUndefined()
    const made = haveIdentity(folder, 'xps')
    expect(made).toMatchObject({ name: 'xps', key: expect.stringMatching(/^[0-9a-f]{16}$/) as string })
    expect(haveIdentity(folder, 'p17')).toEqual(made)
    expect(findIdentity(folder)).toEqual(made)
    expect(statSync(path.join(folder, 'identity.json')).mode & 0o777).toBe(0o600)
  })

  it('is another one on another laptop of the same name', () => {
    for (const one of ['a', 'b']) mkdirSync(path.join(folder, one))
    const [a, b] = ['a', 'b'].map((one) => haveIdentity(path.join(folder, one)))
    expect(a?.name).toBe(b?.name)
    expect(a?.key).not.toBe(b?.key)
  })

  it('is not guessed where it cannot be read', () => {
    writeFileSync(path.join(folder, 'identity.json'), '{"version":1,"name":"xps"')
    expect(() => haveIdentity(folder)).toThrow(expect.objectContaining({ code: 'state-unreadable' }) as Error)
  })

  it('has the host name as its name, where nothing else is wanted', () => {
    expect(haveIdentity(folder).name).toBe(nameNow())
    expect(hostname().startsWith(nameNow()) || nameNow() === 'laptop').toBe(true)
  })
})

describe('a name that nobody has', () => {
  it.each([
    ['xps', [], 'xps'],
    ['xps', ['p17'], 'xps'],
    ['xps', ['XPS'], 'xps-2'],
    ['xps', ['xps', 'xps-2'], 'xps-3'],
  ])('is like %s beside %j', (wanted, taken, name) => {
    expect(freeName(wanted, taken)).toBe(name)
  })
})

describe('what a laptop was called when it was paired', () => {
  const key = () => path.join(folder, 'id_ed25519.pub')

  it('is in the comment of the key that pairing made', () => {
    writeFileSync(key(), 'ssh-ed25519 AAAAC3Nza pc-switcher-xps\n')
    expect(nameWhenPaired(folder)).toBe('xps')
  })

  it.each(['ssh-ed25519 AAAAC3Nza alice@xps\n', 'ssh-ed25519 AAAAC3Nza pc-switcher-../../etc\n', ''])(
    'is not known where it does not say: %j',
    (text) => {
      writeFileSync(key(), text)
      expect(nameWhenPaired(folder)).toBeUndefined()
    },
  )

  it('is read through no link, and of nothing but a file', () => {
    expect(nameWhenPaired(folder)).toBeUndefined()
    writeFileSync(path.join(folder, 'elsewhere'), 'ssh-ed25519 AAAAC3Nza pc-switcher-xps\n')
    symlinkSync('elsewhere', key())
    expect(nameWhenPaired(folder)).toBeUndefined()
    rmSync(key())
    mkdirSync(key())
    expect(nameWhenPaired(folder)).toBeUndefined()
  })
})
