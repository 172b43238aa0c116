/** What root reads of what somebody else can write: whatever lies there, it ends soon, and nothing leads elsewhere. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ESLint } from 'eslint'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { forgetPlace, readPlaces } from '../../../src-main/commons/places/on-machine/places-file.ts'
import { copiesMessages } from '../../../src-main/domains/copies/messages.ts'
import { readHead } from '../../../src-main/domains/bundles/on-machine/bundle-lists.ts'
import { configuredStores } from '../../../src-main/domains/home-sync/on-machine/scan/configured-stores.ts'
import {
  bytesOf,
  openForeign,
  readForeign,
  readForeignBeginning,
  textOf,
} from '../../../src-main/tools/files/foreign-file.ts'
import { isThere, readOwn } from '../../../src-main/tools/files/own-file.ts'
import { asNobody } from '../as-nobody.ts'
import { recallInside } from '../../../src-main/tools/files/state-file.ts'
import { ownFolder } from '../../own-folder.ts'

const said = copiesMessages.withoutCopy({})
let root: string
const at = (name: string) => path.join(root, name)

beforeEach(() => (root = ownFolder('foreign')))

/** 600 MB that nobody wrote. */
function giant(file: string): void {
  writeFileSync(file, '')
  truncateSync(file, 600 * 1024 * 1024)
}

const hostile: readonly (readonly [what: string, make: (file: string) => unknown, kind: string])[] = [
  ['nothing', () => undefined, 'absent'],
  ['a folder', (file) => mkdirSync(file), 'not-a-file'],
  ['a device', (file) => execFileSync('mknod', [file, 'c', '1', '5']), 'not-a-file'],
  ['a FIFO', (file) => execFileSync('mkfifo', [file]), 'not-a-file'],
  ['a link to what has no end', (file) => symlinkSync('/dev/zero', file), 'not-a-file'],
  ['a link to a file of root', (file) => symlinkSync('/etc/passwd', file), 'not-a-file'],
  ['a link to nothing', (file) => symlinkSync('/nowhere', file), 'not-a-file'],
  ['600 MB', giant, 'too-large'],
  [
    'a folder that is a link',
    (file) => {
      rmSync(path.dirname(file), { recursive: true })
      symlinkSync('/etc', path.dirname(file))
    },
    'absent',
  ],
]

describe.each(hostile)('where there is %s', (_what, make, kind) => {
  beforeEach(() => {
    mkdirSync(at('in'))
    make(at('in/passwd'))
  })

  it('a file is not read, and it is said why', () => {
    const before = readdirSync('/proc/self/fd').length
    const found = readForeign(root, 'in/passwd', 1024)
    expect(found).toEqual({ kind })
    expect(bytesOf(found)).toBeUndefined()
    expect(textOf(found)).toBe(kind === 'absent' ? undefined : '')
    expect(readdirSync('/proc/self/fd')).toHaveLength(before)
  })

  it('no state is recalled, and nothing is set aside', () => {
    const names = readdirSync(root, { recursive: true })
    const state = { path: at('in/passwd'), schema: z.object({ version: z.literal(1) }), without: said }
    expect(recallInside(root, state)).toBeUndefined()
    expect(readdirSync(root, { recursive: true })).toEqual(names)
  })
})

it('a state that is damaged stays where it is', () => {
  writeFileSync(at('state.json'), '{"version":')
  const state = { path: at('state.json'), schema: z.object({ version: z.literal(1) }), without: said }
  expect(recallInside(root, state)).toBeUndefined()
  expect(readdirSync(root)).toEqual(['state.json'])
})

it('a file of just so many bytes is whole, and of a longer one there is the beginning alone', () => {
  writeFileSync(at('file'), Buffer.alloc(100_000, 'a'))
  expect(bytesOf(readForeign(root, 'file', 100_000))).toHaveLength(100_000)
  expect(readForeign(root, 'file', 99_999)).toEqual({ kind: 'too-large' })
  expect(bytesOf(readForeignBeginning(root, 'file', 70_000))).toHaveLength(70_000)
  expect(readForeign(at('gone'), 'file', 1)).toEqual({ kind: 'absent' })
})

it('what the disk does not give is there, and not the same as nothing', () => {
  // What is read of a process that is over its end of memory: an error of input (proc(5), mem).
  const found = readForeign('/proc/self', 'mem', 16)
  expect(found.kind).toBe('unreadable')
  expect(() => bytesOf(found)).toThrow('EIO')
})

it('a link to nothing at all, by which settings are masked, is an empty file', () => {
  symlinkSync('/dev/null', at('masked'))
  expect(readOwn(at('masked'))).toHaveLength(0)
})

it('a place that was looked at before there was any is forgotten', () => {
  forgetPlace(root, { id: '0'.repeat(16) })
  expect(readPlaces(root)).toEqual([])
})

it('a handle is of a file alone', async () => {
  execFileSync('mkfifo', [at('pipe')])
  symlinkSync('/etc/passwd', at('link'))
  await expect(openForeign(at('pipe'))).rejects.toMatchObject({ code: 'EINVAL' })
  await expect(openForeign(at('link'))).rejects.toMatchObject({ code: 'ELOOP' })
  expect(() => readOwn(at('pipe'))).toThrow('EINVAL')
  expect(() => readOwn(root)).toThrow('EISDIR')
})

it('what cannot be looked for is not missing', () => {
  chmodSync(root, 0o755)
  mkdirSync(at('closed'), { mode: 0o000 })
  symlinkSync('nowhere', at('link'))
  expect(() => asNobody(() => isThere(at('closed/file')))).toThrow('EACCES')
  expect([isThere(at('link')), isThere(at('none')), isThere(at('link/none'))]).toEqual([true, false, false])
})

it("another account's settings of 600 MB keep no switch from being planned", () => {
  mkdirSync(at('bob/.config/docker'), { recursive: true })
  giant(at('bob/.config/docker/daemon.json'))
  const bob = { name: 'bob', uid: 1001, home: '/home/bob' }
  expect(configuredStores({ root, home: '/home' }, [bob])).toEqual([])
})

it('the head of a bundle that is a FIFO is none', () => {
  execFileSync('mkfifo', [at('bundle.json')])
  expect(readHead(root)).toBeUndefined()
})

describe('the rule that root reads by these alone', () => {
  const eslint = new ESLint()
  const told = async (file: string, code: string) => {
    const [result] = await eslint.lintText(code, { filePath: file })
    return (result?.messages ?? []).filter(({ ruleId }) => ruleId === 'no-restricted-syntax')
  }
  const onMachine = 'src-main/domains/copies/on-machine/some.ts'

  it.each([
    "import { readFileSync } from 'node:fs'; readFileSync('/home/a')",
    "import { readFile } from 'node:fs/promises'; await readFile('/home/a')",
    "import { createReadStream } from 'node:fs'; createReadStream('/home/a')",
    "import { openSync } from 'node:fs'; openSync('/home/a')",
    "import { openSync } from 'node:fs'; openSync('/home/a', 'r')",
    "import { openSync, constants } from 'node:fs'; openSync('/home/a', constants.O_RDONLY | constants.O_NOFOLLOW)",
    "import { open } from 'node:fs/promises'; await open('/home/a')",
    "import { open, constants } from 'node:fs/promises'; await open('/home/a', constants.O_RDWR)",
  ])('bites: %s', async (code) => {
    for (const file of [onMachine, 'src-main/tools/disk/some.ts', 'src-main/commons/ledger/some.ts'])
      expect(await told(file, code), file).not.toEqual([])
    expect(await told('src-main/tools/files/some.ts', code)).toEqual([])
  })

  it.each([
    "import { openSync } from 'node:fs'; openSync('/var/lib/a', 'wx', 0o600)",
    "import { openSync, constants } from 'node:fs'; openSync('/home/a', constants.O_RDONLY | constants.O_DIRECTORY)",
  ])('lets through: %s', async (code) => {
    expect(await told(onMachine, code)).toEqual([])
  })
})
