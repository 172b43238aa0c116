/** Attributes of files are those that getfattr(1) tells, whatever their names and values are. */
import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bytePathFromBuffer, type BytePath } from '../../src-main/kernel/byte-path.ts'
import { readAttributes } from '../../src-main/tools/files/attributes.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const disk = forAllTests(() => makeLoopBtrfs(256))
let paths: BytePath[]

beforeAll(() => {
  const make = (name: Buffer | string): Buffer => {
    const place = Buffer.concat([Buffer.from(`${disk.top}/`), Buffer.from(name)])
    writeFileSync(place, 'x')
    paths.push(bytePathFromBuffer(place))
    return place
  }
  paths = []
  const set = (name: string, value: string, place: Buffer) =>
    execFileSync('xargs', ['-0', 'setfattr', '-h', '-n', name, '-v', value, '--'], { input: place })
  make('none')
  const many = make('many \\ = \n')
  for (const name of ['user.k', 'user.b', 'user.a b', 'trusted.t', 'security.odd']) set(name, '0x763d31', many)
  set('user.empty', '', many)
  set('user.large', `0x${'61'.repeat(3_000)}`, many)
  set('user.k', '0x00ff0a', make(Buffer.from([0xff, 0xe9])))
  const listed = path.join(disk.top, 'listed')
  mkdirSync(listed)
  paths.push(bytePathFromBuffer(Buffer.from(listed)))
  sh('setfacl', '-m', 'u:daemon:rwx,d:u:daemon:r', listed)
  const capable = make('capable')
  sh('setcap', 'cap_net_raw+ep', capable.toString())
  linkSync(capable, path.join(disk.top, 'also capable'))
  symlinkSync('many', path.join(disk.top, 'link'))
  set('trusted.of-link', '0x31', Buffer.from(path.join(disk.top, 'link')))
  for (const name of ['also capable', 'link']) paths.push(bytePathFromBuffer(Buffer.from(path.join(disk.top, name))))
})

/** Blocks of "# file: NAME", with what is not printable as \ooo, and lines. */
function toldByGetfattr(match: string): ReadonlyMap<BytePath, string> {
  const words = ['-0', 'getfattr', '-h', '--absolute-names', '-d', '-e', 'hex', '-m', match, '--']
  const input = Buffer.from(paths.map((one) => `${one}\0`).join(''), 'latin1')
  const text = execFileSync('xargs', words, { input, encoding: 'latin1' })
  const blocks = text.split('\n\n').filter((block) => block.trim() !== '')
  return new Map(
    blocks.map((block) => {
      const [first = '', ...lines] = block.split('\n').filter((line) => line !== '')
      const name = first.replace(/\\([0-7]{3})/g, (_whole, digits: string) => String.fromCharCode(parseInt(digits, 8)))
      return [name.slice('# file: '.length), lines.map(withValue).sort().join('\n')]
    }),
  )
}

/** Of an empty value versions tell 0x, "" or nothing. */
function withValue(line: string): string {
  return line.includes('=0x') ? line : `${line.replace('=""', '')}=0x`
}

describe('attributes', () => {
  it('are those that getfattr tells', async () => {
    const found = await readAttributes({ paths }, {})
    // A space in a name is as good as any other letter to getfattr, and \040 is read the same way by setfattr.
    const told = new Map([...found].map(([one, lines]) => [one, lines.replace('user.a\\040b', 'user.a b')]))
    expect(told).toEqual(toldByGetfattr('-'))
    expect(found.size).toBe(6)
    expect(await readAttributes({ paths, names: /^system\.posix_acl_/ }, {})).toEqual(
      toldByGetfattr('^system\\.posix_acl_'),
    )
  })

  it('name nothing that could be taken for the next line', async () => {
    const place = path.join(disk.top, 'hostile')
    writeFileSync(place, 'x')
    const name = 'user.a\n# file: /etc/shadow\nuser.b'
    const program = 'import os, sys; os.setxattr(sys.argv[1], sys.argv[2].encode(), b"1")'
    execFileSync('python3', ['-c', program, place, name])
    const found = await readAttributes({ paths: [place] }, {})
    expect([...found.values()]).toEqual(['user.a\\012#\\040file:\\040/etc/shadow\\012user.b=0x31'])
  })

  it('of a file that is gone are an error, unless it may be', async () => {
    const gone = [`${disk.top}/gone`, ...paths]
    await expect(readAttributes({ paths: gone }, {})).rejects.toMatchObject({ code: 'tool-failed' })
    expect((await readAttributes({ paths: gone, mayBeGone: true }, {})).size).toBe(6)
  })
})
