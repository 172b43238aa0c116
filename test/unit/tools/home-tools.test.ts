import { describe, expect, it } from 'vitest'
import { listTreeArgv } from '../../../src-main/tools/find/find.ts'
import { accountNumbers, parseAccounts } from '../../../src-main/tools/accounts/getent.ts'
import { getfattrArgv, parseAttributes } from '../../../src-main/tools/files/getfattr.ts'
import { sortRecordsArgv } from '../../../src-main/tools/files/sort.ts'

describe('find', () => {
  it('is asked for everything at once, and prunes exactly what is named', () => {
    const argv = listTreeArgv({ root: '/home', pruned: ['/home/a/.cache', '/home/b/*[\\'], output: '/tmp/raw' })
    expect(argv.slice(0, 5)).toEqual(['find', '-P', '/home', '-mindepth', '1'])
    expect(argv.filter((_word, index) => argv[index - 1] === '-path')).toEqual(['/home/a/.cache', '/home/b/\\*\\[\\\\'])
    expect(argv.at(-1)).toBe('%P//%C@ %i %D %n %y %m %u %g %s %T@ %l\\0')
  })

  it('writes bytes that cannot be an argument as any one byte', () => {
    const argv = listTreeArgv({ root: '/home', pruned: ['/home/\xff\xe9'], output: '/tmp/raw' })
    expect(argv).toContain('/home/??')
  })

  it('prunes nothing when nothing is to be pruned', () => {
    expect(listTreeArgv({ root: '/home', pruned: [], output: '/tmp/raw' })).not.toContain('-prune')
  })
})

describe('sort', () => {
  it('sorts records that end with NUL', () => {
    expect(sortRecordsArgv({ input: 'i', output: 'o', scratchFolder: '/s' })).toEqual([
      'sort',
      '--zero-terminated',
      '--buffer-size=16M',
      '--temporary-directory=/s',
      '--output=o',
      '--',
      'i',
    ])
  })
})

describe('getfattr', () => {
  // getfattr 2.5.1, `getfattr -h --absolute-names --dump --encoding=hex --match=- -- …` on names with a newline, a backslash, FF.
  const recorded =
    '# file: /tmp/x/n\\012l\nuser.k=0x763d31\n\n# file: /tmp/x/a b\nsecurity.capability=0x0100000200200000\nuser.big=0x6161\nuser.empty\n\n' +
    '# file: /tmp/x/\xff=\nuser.k=""\n\n# file: /tmp/x/=b\\134c\nuser.k=0x763d31\n\n'

  it('is read by file, whatever the names', () => {
    expect(parseAttributes(recorded)).toEqual([
      ['/tmp/x/n\nl', 'user.k=0x763d31'],
      ['/tmp/x/a b', 'security.capability=0x0100000200200000\nuser.big=0x6161\nuser.empty'],
      ['/tmp/x/\xff=', 'user.k=""'],
      ['/tmp/x/=b\\c', 'user.k=0x763d31'],
    ])
  })

  it('is not believed when it is not understood', () => {
    expect(() => parseAttributes('getfattr: what\n')).toThrow(/unreadable/)
    expect(() => parseAttributes('# file: /x\nnonsense\u0000=1\n=\n')).toThrow(/unreadable/)
    expect(parseAttributes('')).toEqual([])
  })

  it('gets UTF-8 names as UTF-8', () => {
    expect(getfattrArgv(['/home/\xc3\xa4'], '-').at(-1)).toBe('/home/ä')
  })
})

describe('accounts', () => {
  it('are read as passwd(5) and group(5) have them', () => {
    expect(parseAccounts('root:x:0:0:root:/root:/bin/bash\nalice:x:1000:\n')).toEqual([
      ['root', 0],
      ['alice', 1000],
    ])
    expect(() => parseAccounts('root\n')).toThrow(/unreadable/)
  })

  it('are found by name; a number without one is not an account', async () => {
    expect(await accountNumbers('passwd', ['root', '12345', 'nobody-has-this-name'], {})).toEqual({ root: 0 })
    expect(await accountNumbers('group', [], {})).toEqual({})
  })
})
