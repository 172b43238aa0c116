import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageParagraph } from '../../../src-main/tools/apt/dpkg-deb.ts'
import { parseSshdPort } from '../../../src-main/tools/sshd.ts'
import { parseSshAlias } from '../../../src-main/tools/ssh/ssh-alias.ts'

const tree = path.join(import.meta.dirname, '../../../assets/headless/tree')

it('no rule of the package starts what sets a laptop up: a person does, with their password', () => {
  const naming = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file, 'utf8').includes('set-up'))
  expect(naming.map((file) => path.relative(tree, file))).toEqual(['usr/lib/pc-switcher/set-up'])
})

it('a package is made anew with what it was installed with, and nothing that dpkg added', () => {
  const status = [
    'Package: other\nStatus: install ok installed\nVersion: 9\nArchitecture: all\n',
    'Package: pc-switcher-headless\nStatus: install ok installed\nPriority: optional\nArchitecture: amd64\nVersion: 0.1.0\nDepends: sudo\nConffiles:\n /etc/sudoers.d/pc-switcher d41d8cd98f00b204e9800998ecf8427e\n /etc/x 900150983cd24fb0d6963f7d28e17f72\nDescription: pick up\n Brings a laptop.\n .\n More.\n',
  ].join('\n')
  const paragraph = packageParagraph(status, 'pc-switcher-headless')
  expect(paragraph).toMatchObject({ version: '0.1.0', architecture: 'amd64' })
  expect(paragraph?.control).toBe(
    'Package: pc-switcher-headless\nPriority: optional\nArchitecture: amd64\nVersion: 0.1.0\nDepends: sudo\nDescription: pick up\n Brings a laptop.\n .\n More.\n',
  )
  expect(packageParagraph(status.replaceAll('ok installed', 'ok half-configured'), 'other')).toBeUndefined()
  expect(packageParagraph(status, 'missing')).toBeUndefined()
})

it('settings of ssh that say nothing are an error', () => {
  expect(parseSshdPort('addressfamily any\nport 2222\nport 22\n')).toBe(2222)
  expect(() => parseSshdPort('')).toThrow(/sshd/)
  expect(() => parseSshAlias('', '/home/alice')).toThrow(/ssh -G/)
})

describe('what ~/.ssh/config makes of a name', () => {
  const told = 'user alice\nhostname 192.0.2.2\nport 2222\nproxyusefdpass no\n'
  const read = (more: string) => parseSshAlias(`${told}${more}`, '/home/alice')

  it('is where it is, who signs in there, and with which keys', () => {
    expect(read('identityfile ~/.ssh/my key\nidentityfile /media/key\nidentityfile none\n')).toEqual({
      ...{ user: 'alice', address: '192.0.2.2', port: 2222, byProxy: false },
      keyFiles: ['/home/alice/.ssh/my key', '/media/key'],
    })
  })

  it.each([
    ['proxyjump bastion', true],
    ['proxycommand nc %h %p', true],
    ['proxyjump none', false],
  ])('"%s" is said to lead through another machine: %s', (line, byProxy) => {
    expect(read(`${line}\n`).byProxy).toBe(byProxy)
  })
})
