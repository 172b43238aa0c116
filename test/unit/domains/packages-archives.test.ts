/** The files of packages: which they are, whether they are what they are said to be, and where they come from. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openTransfer, pushTransfer } from '../../../src-main/commons/transfers/verbs.ts'
import { archiveSchema, type Archive, type Capture } from '../../../src-main/domains/packages/model.ts'
import { remaining } from '../../../src-main/domains/packages/on-machine/agreed-transaction.ts'
import {
  findMissing,
  keepOnly,
  takeArchives,
} from '../../../src-main/domains/packages/on-machine/archives/place-archives.ts'
import { archiveOf } from '../../../src-main/domains/packages/on-machine/archives/answer-archives.ts'
import { bringPackages } from '../../../src-main/domains/packages/on-pair/run/bring-packages.ts'
import { downloadPackages, offerPackages, takePackages } from '../../../src-main/domains/packages/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { installed } from './captures.ts'
import { ownFolder } from '../../own-folder.ts'

const { signal } = new AbortController()
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function archive(name: string, content = name): Archive {
  const fileName = `${name}_1.0_all.deb`
  return { name, arch: 'all', version: '1.0', fileName, bytes: content.length, sha256: sha256(content) }
}

const sum = sha256('')

describe('the name that apt gives a file', () => {
  it.each([
    ['git_1%3a2.47.3-0+deb13u1_amd64.deb', { name: 'git', version: '1:2.47.3-0+deb13u1', arch: 'amd64' }],
    ['libstdc++6_14.2.0-19~x_all.deb', { name: 'libstdc++6', version: '14.2.0-19~x', arch: 'all' }],
    ['bash-dbgsym_5.2_arm64.ddeb', { name: 'bash-dbgsym', version: '5.2', arch: 'arm64' }],
  ])('"%s" says which package it is', (fileName, expected) => {
    expect(archiveOf({ fileName, bytes: 1, sha256: sum })).toEqual({ ...expected, fileName, bytes: 1, sha256: sum })
  })

  it.each(['a.deb', 'a_1_all.sh', '../a_1_all.deb', 'a_1/2_all.deb', 'a_1_all_b.deb', '-a_1_all.deb', 'a_1_all.deb\n'])(
    'is none with %j',
    (fileName) => {
      expect(() => archiveOf({ fileName, bytes: 1, sha256: sum })).toThrow(/apt-get --print-uris/)
      expect(archiveSchema.safeParse({ ...archive('a'), fileName }).success).toBe(false)
    },
  )

  it('is of no use without a sum by which the file could be proven', () => {
    expect(() => archiveOf({ fileName: 'a_1_all.deb', bytes: 1, sha256: undefined })).toThrow(/apt-get --print-uris/)
  })
})

describe('a file of a package', () => {
  let folder = ''
  let from = ''
  let into = ''
  beforeEach(() => {
    folder = ownFolder('archives')
    from = join(folder, 'from')
    into = join(folder, 'into')
    for (const each of [from, into]) mkdirSync(each)
  })
  const put = (where: string, name: string, content = name) =>
    writeFileSync(join(where, `${name}_1.0_all.deb`), content)

  it('is taken where size and sum are right, readable by all, and otherwise refused', async () => {
    for (const [name, content] of [['good'], ['tampered', 'TAMPERED'], ['longer', 'longer!'], ['cut', 'c']] as const)
      put(from, name, content)
    symlinkSync('good_1.0_all.deb', join(from, 'linked_1.0_all.deb'))
    const wanted = [
      ...['good', 'tampered', 'longer', 'cut', 'absent'].map((one) => archive(one)),
      archive('linked', 'good'),
    ]
    const { taken, refused } = await takeArchives(wanted, from, into, signal)
    expect(taken.map(({ name }) => name)).toEqual(['good'])
    expect(refused.map(({ name }) => name)).toEqual(['tampered', 'longer', 'cut', 'linked'])
    expect(readdirSync(into)).toEqual(['good_1.0_all.deb'])
    expect(statSync(join(into, 'good_1.0_all.deb')).mode & 0o7777).toBe(0o644)
  })

  it('takes the place of what is there under its name only when it is proven', async () => {
    put(into, 'a', 'x')
    put(from, 'a', 'y')
    await takeArchives([archive('a')], from, into, signal)
    expect(readFileSync(join(into, 'a_1.0_all.deb'), 'utf8')).toBe('x')
    put(from, 'a', 'a')
    await takeArchives([archive('a')], from, into, signal)
    expect(readFileSync(join(into, 'a_1.0_all.deb'), 'utf8')).toBe('a')
  })

  it('is missing, and goes, where it is not what it should be any more', async () => {
    put(into, 'whole')
    put(into, 'torn', '\0\0\0\0')
    const missing = await findMissing([archive('whole'), archive('torn'), archive('absent')], into, signal)
    expect(missing.map(({ name }) => name)).toEqual(['torn', 'absent'])
    expect(readdirSync(into)).toEqual(['whole_1.0_all.deb'])
  })

  it('goes when nothing wants it any more; folders stay, and a folder that is not there is none', async () => {
    put(into, 'wanted')
    put(into, 'old')
    mkdirSync(join(into, 'partial'))
    await keepOnly([archive('wanted')], into)
    expect(readdirSync(into).sort()).toEqual(['partial', 'wanted_1.0_all.deb'])
    await keepOnly([], join(folder, 'nowhere'))
  })
})

describe('what of an order is still to be downloaded', () => {
  const wanted = (name: string) => ({ name, arch: 'amd64', version: '1.0' })
  const now: Capture['packages'] = [
    installed('there', { version: '1.0' }),
    installed('old', { version: '0.9' }),
    installed('torn', { version: '1.0', torn: true }),
  ]

  it('is what is not there, what is older, and what was torn; what only waits to be set up is not', () => {
    const names = ['there', 'old', 'torn', 'new']
    const order = { install: names.map(wanted), remove: [wanted('there'), wanted('gone')] }
    const open = remaining(order, { packages: now })
    expect(open.install.map(({ name }) => name)).toEqual(['old', 'torn', 'new'])
    expect(open.remove.map(({ name }) => name)).toEqual(['there'])
  })
})

describe('what a laptop cannot download', () => {
  const order = { install: [{ name: 'a', arch: 'amd64', version: '1.0' }], remove: [], agreed: [] }

  interface Told {
    readonly missing?: readonly Archive[]
    readonly offered?: readonly Archive[]
    readonly missingThen?: readonly Archive[]
    readonly refused?: readonly Archive[]
  }

  async function bring({ missing = [], offered = [], missingThen = [], refused = [] }: Told, wanted = order) {
    const asked: string[] = []
    const note = <T>(what: string, result: T): Promise<T> => {
      asked.push(what)
      return Promise.resolve(result)
    }
    const [from, to] = await Promise.all([
      memoryMachine('p17', [
        answer(offerPackages, ({ archives }) =>
          note(`offer ${archives.map(({ name }) => name).join()}`, { paths: offered.map(({ fileName }) => fileName) }),
        ),
        answer(pushTransfer, ({ area, paths }) =>
          note(`push ${area} ${paths.join()}`, { files: 1, bytes: 1, sentBytes: 1 }),
        ),
      ]),
      memoryMachine('xps', [
        answer(downloadPackages, () => note('download', { missing: [...missing] })),
        answer(openTransfer, () => note('open', { id: 'x', ticket: '0'.repeat(64) })),
        answer(takePackages, () => note('take', { missing: [...missingThen], refused: [...refused] })),
      ]),
    ])
    const options = { signal, onDownload: () => undefined, onCopy: () => undefined }
    const thrown = await bringPackages({ from: from.machine, to: to.machine }, wanted, options).catch(
      (error: unknown) => error,
    )
    return { asked, thrown }
  }

  it('is asked of the other one alone, by what the signed lists say, and checked when it came', async () => {
    const { asked, thrown } = await bring({ missing: [archive('a')], offered: [archive('a')] })
    expect(asked).toEqual(['download', 'offer a', 'open', 'push packages a_1.0_all.deb', 'take', 'offer '])
    expect(thrown).toBeUndefined()
  })

  it('is nothing: the other one is not asked; and without anything to install neither is', async () => {
    expect((await bring({})).asked).toEqual(['download'])
    expect((await bring({}, { ...order, install: [] })).asked).toEqual([])
  })

  it('stops the step with its name and what to do, when the other one does not have it either', async () => {
    const { asked, thrown } = await bring({ missing: [archive('a'), archive('b')] })
    expect(asked).toEqual(['download', 'offer a,b', 'offer '])
    expect(thrown).toMatchObject({
      code: 'packages-failed',
      message: "XPS can't download 2 packages, and P17 can't send them: a and b. No package was changed.",
      hint: 'Connect XPS or P17 to the internet, then resume.',
      details: expect.stringContaining('a_1.0_all.deb') as string,
    })
  })

  it('is refused with its name when what came is something else', async () => {
    const both = [archive('a'), archive('b')]
    const { thrown } = await bring({
      missing: both,
      offered: both,
      missingThen: [archive('b')],
      refused: [archive('b')],
    })
    expect(thrown).toMatchObject({
      message:
        "XPS can't download one package, and P17 can't send it: b. What P17 sent for b is not what its package source signed. No package was changed.",
    })
  })
})
