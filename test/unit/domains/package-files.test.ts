/** Packages that no source offers, from the files that the source laptop keeps. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { packageFileSchema, type InstalledPackage, type PackageFile } from '../../../src-main/domains/packages/model.ts'
import { formatStanza } from '../../../src-main/domains/packages/on-machine/archives/files-view.ts'
import {
  findOtherFiles,
  readPackageFile,
} from '../../../src-main/domains/packages/on-machine/archives/package-files.ts'
import { applyAnswers } from '../../../src-main/domains/packages/on-pair/apply-answers.ts'
import { describeChanges } from '../../../src-main/domains/packages/on-pair/run/describe-changes.ts'
import { packagesPlanSchema } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { previewPackages } from '../../../src-main/domains/packages/on-pair/preview-packages.ts'
import { probePackages } from '../../../src-main/domains/packages/on-pair/probe-packages.ts'
import { verifyPackages } from '../../../src-main/domains/packages/on-pair/proof/verify-packages.ts'
import { packagesMessages } from '../../../src-main/domains/packages/messages.ts'
import { buildDeb } from '../../../src-main/tools/apt/dpkg-deb.ts'
import { installed, muchRoom, noRules, noSources, captureOf } from './captures.ts'
import { ownFolder } from '../../own-folder.ts'

describe('the file of a package', () => {
  const fileName = 'tool_1%3a2.0_all.deb'
  const tool = { name: 'tool', version: '1:2.0', arch: 'all' }
  let folder = ''
  beforeEach(() => {
    folder = ownFolder('package-files')
    mkdirSync(join(folder, 'tree/DEBIAN'), { recursive: true })
  })

  async function build(fields: string): Promise<void> {
    writeFileSync(join(folder, 'tree/DEBIAN/control'), `${fields}Maintainer: A <a@example.invalid>\nDescription: x\n`)
    await buildDeb(join(folder, 'tree'), join(folder, fileName), {})
  }

  it('is read with its sum and with all that dpkg and apt go by', async () => {
    await build(
      'Package: tool\nVersion: 1:2.0\nArchitecture: all\nDepends: lib (>= 1),\n bash | dash\nConflicts: other\n',
    )
    const file = await readPackageFile(tool, folder, {})
    expect(file).toMatchObject({
      ...tool,
      fileName,
      control: { Depends: 'lib (>= 1), bash | dash', Conflicts: 'other' },
    })
    expect(file?.sha256).toMatch(/^[0-9a-f]{64}$/)
    if (file === undefined) throw new Error('not read')
    expect(formatStanza(file)).toBe(
      `Package: tool\nVersion: 1:2.0\nArchitecture: all\nDepends: lib (>= 1), bash | dash\nConflicts: other\nFilename: ./${fileName}\nSize: ${file.bytes}\nSHA256: ${file.sha256}\n`,
    )
    expect(await findOtherFiles([file], folder, {})).toEqual([])
  })

  it.each([
    'Package: other\nVersion: 1:2.0\nArchitecture: all\n',
    'Package: tool\nVersion: 1:2.1\nArchitecture: all\n',
    'Package: tool\nVersion: 1:2.0\nArchitecture: amd64\n',
  ])('is none where another package is in it: %j', async (fields) => {
    await build(fields)
    expect(await readPackageFile(tool, folder, {})).toBeUndefined()
  })

  it('is none where it is no package at all, or not there', async () => {
    expect(await readPackageFile(tool, folder, {})).toBeUndefined()
    writeFileSync(join(folder, fileName), 'nonsense')
    expect(await readPackageFile(tool, folder, {})).toBeUndefined()
  })

  it('is another one once a byte of it changes, or where it says something else than was agreed to', async () => {
    await build('Package: tool\nVersion: 1:2.0\nArchitecture: all\n')
    const file = await readPackageFile(tool, folder, {})
    if (file === undefined) throw new Error('not read')
    const lied: PackageFile = { ...file, control: { Depends: 'bash' } }
    expect(await findOtherFiles([lied], folder, {})).toEqual([lied])
    appendFileSync(join(folder, fileName), 'x')
    expect(await findOtherFiles([file], folder, {})).toEqual([file])
  })

  it.each([{ Depends: 'a\nTrusted: yes' }, { Depends: '' }, { Filename: '/etc/shadow' }])(
    'can say nothing more to the other laptop than its fields: %j',
    (control) => {
      const file = { ...tool, fileName, bytes: 1, sha256: 'a'.repeat(64) }
      expect(packageFileSchema.safeParse({ ...file, control: {} }).success).toBe(true)
      expect(packageFileSchema.safeParse({ ...file, control }).success).toBe(false)
    },
  )
})

describe('a package that no source offers', () => {
  const ref = (name: string) => ({ name, arch: 'amd64', version: '1.0' })
  const put = (name: string) => ({ ...ref(name), act: 'install' as const })
  const keptFile = (name: string): PackageFile => ({
    ...{
      name,
      version: '1.0',
      arch: 'all',
      fileName: `${name}_1.0_all.deb`,
      bytes: 2_000,
      sha256: name[0]?.repeat(64) ?? '',
    },
    control: {},
  })
  const notOffered = (name: string) => ({
    ...{ ...ref(name), reason: packagesMessages.notOffered({}), needsRemoval: [], actions: [] },
    isNotOffered: true as const,
  })
  const here = [
    installed('app', { needs: ['base'] }),
    installed('base', { auto: true }),
    installed('clash'),
    installed('gone'),
  ]
  /** Of the simulations with files, by the package that is asked about. */
  const outcomes: Readonly<Record<string, unknown>> = {
    app: { accepted: [ref('app')], rejected: [], actions: [put('base'), put('app')] },
    base: { accepted: [ref('base')], rejected: [], actions: [put('base')] },
    clash: {
      ...{ accepted: [], actions: [] },
      rejected: [
        {
          ...notOffered('clash'),
          reason: packagesMessages.conflicts({ names: ['mine'] }),
          needsRemoval: [ref('mine')],
        },
      ],
    },
  }
  interface Simulated {
    readonly files?: readonly unknown[]
    readonly leave?: readonly unknown[]
    readonly install: readonly { readonly name: string }[]
  }
  const simulated: Simulated[] = []
  const machineOf = (name: string, label: string, packages: readonly InstalledPackage[]): Machine => ({
    ...{ name, label, wording },
    call: (verb, input) => {
      const asked = input as Simulated
      if (verb.name === 'packages.simulate') simulated.push(asked)
      const first = {
        ...{ accepted: [], actions: [], removals: [], downloadBytes: 0 },
        rejected: here.map(({ name: each }) => notOffered(each)),
      }
      const answers: Readonly<Record<string, () => unknown>> = {
        'packages.capture': () => captureOf(packages),
        'packages.failed': () => ({ units: [] }),
        'packages.sources': () => noSources,
        'packages.room': () => muchRoom,
        'packages.kept-files': () => ({
          files: ['app', 'base', 'clash'].map(keptFile),
          absent: [{ name: 'gone', arch: 'amd64' }],
        }),
        'packages.simulate': () =>
          (asked.files ?? []).length === 0
            ? first
            : { removals: [], downloadBytes: 4_000, ...(outcomes[asked.install.at(-1)?.name ?? ''] as object) },
      }
      return Promise.resolve(answers[verb.name]?.() as never)
    },
  })
  const pair = { from: machineOf('p17', 'P17', here), to: machineOf('xps', 'XPS 13', [installed('mine')]) }
  const probe = async (rules = noRules) => {
    const plan = await probePackages(pair, () => Promise.resolve(rules), {})
    // As it is journalled.
    return packagesPlanSchema.parse(JSON.parse(JSON.stringify(plan)))
  }
  const yes = { 'apt-file:app:amd64': 'install' }

  it('is a question of its own with size and sum, together with what it needs, and nobody answers it for many', async () => {
    const questions = previewPackages(await probe(), pair).questions.filter(({ id }) => id.startsWith('apt-file:'))
    expect(questions.map(({ id }) => id)).toEqual(['apt-file:app:amd64'])
    expect(questions[0]).toMatchObject({ title: 'app 1.0', safeDefault: 'leave', required: false })
    expect(questions[0]?.suggestion).toBeUndefined()
    expect(questions[0]?.choices.map(({ id, bulk }) => [id, bulk])).toEqual([
      ['leave', true],
      ['install', false],
      ['keep-always', true],
    ])
    const sum = (letter: string) => Array.from({ length: 8 }, () => letter.repeat(8)).join(' ')
    expect(questions[0]?.reason).toBe(
      `No package source offers it, so nobody signs it · P17 keeps its file and those of what it needs · app: 2.0 kB, SHA-256 ${sum('a')} · base: 2.0 kB, SHA-256 ${sum('b')}`,
    )
    expect(questions[0]?.choices[1]?.brings?.counts).toEqual({ remove: 0, add: 2, update: 0 })
  })

  it('is listed with what can be done about it', async () => {
    const block = previewPackages(await probe(), pair).blocks.find(
      (one) => one.kind === 'changes' && one.title === "Can't be installed",
    )
    expect(block?.kind === 'changes' ? block.changes.map(({ name, detail }) => [name, detail]) : []).toEqual([
      ['app', 'No package source offers it. P17 keeps its file. Tick it above to install it from that file.'],
      ['base', 'No package source offers it. P17 keeps its file. Tick it above to install it from that file.'],
      ['clash', 'Conflicts with mine'],
      [
        'gone',
        'No package source offers it, and apt on P17 keeps no file of it. Put its .deb file into /var/cache/apt/archives on P17, then plan again.',
      ],
    ])
  })

  it('changes nothing that a rule leaves as it is', async () => {
    simulated.length = 0
    await probe({ ...noRules, rules: [{ kind: 'apt', name: 'mine', decision: 'never' }] })
    const left = simulated.map(({ files, leave }) => [(files ?? []).length > 0, leave])
    expect(left).toEqual([
      [false, [{ name: 'mine', arch: 'amd64' }]],
      ...['app', 'base', 'clash'].map(() => [true, [{ name: 'mine', arch: 'amd64' }]]),
    ])
  })

  it('comes only when it is agreed to, with exactly the files that were shown', async () => {
    const plan = await probe()
    expect(applyAnswers(plan, {})).toMatchObject({ install: [], actions: [], files: [] })
    const agreed = applyAnswers(plan, yes)
    expect(agreed.install).toEqual([ref('app')])
    expect(agreed.actions).toEqual([put('base'), put('app')])
    expect(agreed.files).toEqual([keptFile('app'), keptFile('base')])
    expect(agreed.rejected.map(({ name }) => name)).toEqual(['clash', 'gone'])
    expect(agreed.downloadBytes).toBe(4_000)
  })

  it('is a changed plan where its file is another one by now', async () => {
    const plan = await probe()
    const other = {
      ...plan,
      files: plan.files.map((one) => ({ ...one, files: [{ ...keptFile('app'), sha256: 'f'.repeat(64) }] })),
    }
    expect(describeChanges(plan, plan)).toEqual([])
    expect(describeChanges(plan, other)).toEqual(['The file of app is another one now, or brings something else.'])
    expect(describeChanges(plan, { ...plan, files: [] })).toEqual([
      'Installing app from a file is no longer a question.',
    ])
  })

  it('is as chosen in the proof where the person left it, and left where nobody could be asked', async () => {
    const proof = await verifyPackages(pair, await probe(), {}, {})
    expect(proof.items[0]).toMatchObject({ chosen: ['app', 'base'], differences: [] })
    expect(proof.items[0]?.left?.[0]?.names).toEqual(['clash', 'gone'])
  })
})
