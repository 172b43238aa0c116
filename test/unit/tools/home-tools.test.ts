import { describe, expect, it } from 'vitest'
import { accountNames, accountNumbers, parseAccounts } from '../../../src-main/tools/accounts/getent.ts'
import { sortRecordsArgv } from '../../../src-main/tools/files/sort.ts'

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

  it('are found by number; of one that nobody has there is no name', async () => {
    expect(await accountNames('passwd', [0, 123_456_789], {})).toEqual(new Map([[0, 'root']]))
    expect(await accountNames('group', [], {})).toEqual(new Map())
  })
})
