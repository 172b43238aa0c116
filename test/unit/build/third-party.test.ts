import { build as bundle } from 'esbuild'
import { mkdir, realpath, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build as buildPage } from 'vite'
import { beforeEach, describe, expect, it } from 'vitest'
import { filesOfMetafile, packageFolders, tellBundledFiles } from '../../../assets/third-party/bundled-packages.mjs'
import { debianCopyright, noticesText } from '../../../assets/third-party/notices.mjs'
import { readPackages } from '../../../assets/third-party/read-packages.mjs'
import { ownFolder } from '../../own-folder.ts'

let top: string

beforeEach(async () => {
  top = await realpath(ownFolder('third-party'))
})

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(top, file)), { recursive: true })
  await writeFile(path.join(top, file), text)
}

/** A package in node_modules; returns its folder. */
async function addPackage(name: string, manifest: object, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = `node_modules/${name}`
  await write(`${folder}/package.json`, JSON.stringify({ name, version: '1.2.3', ...manifest }))
  for (const [file, text] of Object.entries(files)) await write(`${folder}/${file}`, text)
  return path.join(top, folder)
}

describe('what is in a bundle', () => {
  it('is told by package, whether scoped, nested or our own', () => {
    const files = [
      'src-main/app.ts',
      'node_modules/zod/v4/core.js',
      path.join(top, 'node_modules/@base-ui/react/button.js'),
      'node_modules/a/node_modules/b/index.js',
      '\0rolldown/runtime.js',
    ]
    expect(packageFolders(files, top)).toEqual([
      'node_modules/@base-ui/react',
      'node_modules/a/node_modules/b',
      'node_modules/zod',
    ])
  })

  it('is what esbuild kept, not what it read', async () => {
    await addPackage('kept', { sideEffects: false }, { 'index.js': 'export const kept = 1' })
    await addPackage('shaken', { sideEffects: false }, { 'index.js': 'export const shaken = 1' })
    await write('main.js', "import { kept } from 'kept'\nimport { shaken } from 'shaken'\nconsole.log(kept)")
    const { metafile } = await bundle({
      absWorkingDir: top,
      entryPoints: ['main.js'],
      bundle: true,
      write: false,
      metafile: true,
    })
    expect(packageFolders(filesOfMetafile(metafile), top)).toEqual(['node_modules/kept'])
  })

  it('is what Vite kept, with style sheets and fonts', async () => {
    await addPackage('kept', { sideEffects: false }, { 'index.js': 'export const kept = () => document.title' })
    await addPackage('shaken', { sideEffects: false }, { 'index.js': 'export const shaken = 1' })
    await addPackage('sheet', {}, { 'index.css': 'p { color: red }' })
    await addPackage('font', {}, { 'a.woff2': 'a font' })
    await write('style.css', "@font-face { font-family: f; src: url('./node_modules/font/a.woff2') }")
    await write(
      'main.js',
      "import 'sheet/index.css'\nimport './style.css'\nimport { kept } from 'kept'\nimport { shaken } from 'shaken'\nconsole.log(kept())",
    )
    await write('index.html', '<script type="module" src="./main.js"></script>')
    const seen: string[] = []
    await buildPage({
      root: top,
      configFile: false,
      logLevel: 'silent',
      build: { assetsInlineLimit: 0 },
      plugins: [tellBundledFiles((files) => seen.push(...files))],
    })
    expect(packageFolders(seen, top)).toEqual(['node_modules/font', 'node_modules/kept', 'node_modules/sheet'])
  })

  it('is known for the command line of the product', async () => {
    const { metafile } = await bundle({
      entryPoints: ['src-main/shells/cli/main.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['cpu-features', '*.node'],
      write: false,
      metafile: true,
    })
    const folders = packageFolders(filesOfMetafile(metafile), process.cwd())
    const packages = readPackages(folders.map((folder) => path.resolve(folder)))
    const names = packages.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['commander', 'simple-git', 'ssh2', 'vscode-jsonrpc', 'zod']))
    expect(names).not.toContain('vitest')
  })
})

describe('a package that is bundled', () => {
  const mit = 'MIT License\n\nCopyright (c) 2020 Jane Doe\n\nThe above copyright notice …\n'

  it('is told with its version, licence and every text about it', async () => {
    const folder = await addPackage('one', { license: 'MIT' }, { LICENSE: mit, 'NOTICE.txt': 'Thanks to Joe.' })
    expect(readPackages([folder])).toEqual([
      {
        name: 'one',
        version: '1.2.3',
        folder: 'node_modules/one',
        license: 'MIT',
        copyright: ['2020 Jane Doe'],
        text: `${mit.trim()}\n\nThanks to Joe.`,
      },
    ])
  })

  it.each([
    ['(MIT OR CC0-1.0)', 'MIT OR CC0-1.0'],
    ['WTFPL OR ISC', 'WTFPL OR ISC'],
    ['OFL-1.1', 'OFL-1.1'],
  ])('may have the licence %s', async (license, read) => {
    expect(readPackages([await addPackage('one', { license }, { LICENSE: mit })])[0]?.license).toBe(read)
  })

  it('may name its licence as packages of old do', async () => {
    const folder = await addPackage('old', { licenses: [{ type: 'MIT' }] }, { LICENSE: mit })
    expect(readPackages([folder])[0]?.license).toBe('MIT')
  })

  it.each(['CC-BY-4.0', 'GPL-2.0-only', 'SSPL-1.0', 'UNLICENSED', 'MIT AND SSPL-1.0', 'SEE LICENSE IN x', ''])(
    'fails the build with the licence "%s"',
    async (license) => {
      const folder = await addPackage('one', { license }, { LICENSE: mit })
      expect(() => readPackages([folder])).toThrow(/one 1\.2\.3: its licence .* is not known to fit GPL-3\.0-or-later/)
    },
  )

  it('fails the build without the text of its licence, and all that fail are told at once', async () => {
    const folders = [
      await addPackage('bare', { license: 'MIT' }, {}),
      await addPackage('empty', { license: 'MIT' }, { LICENSE: '\n' }),
    ]
    expect(() => readPackages(folders)).toThrow(/bare 1\.2\.3: it has no file.*\n.*empty 1\.2\.3: it has no file/)
  })
})

describe('the texts that travel with the product', () => {
  const shared = {
    version: '1.0.0',
    license: 'MIT',
    copyright: ['2020 Jane Doe'],
    text: 'Copyright 2020\n\nDo as you like.',
  }
  const two = { ...shared, name: 'two', folder: 'node_modules/one/node_modules/two' }
  const packages = [{ ...shared, name: 'one', folder: 'node_modules/one' }, two]

  it('have every licence once, below all who share it', () => {
    const text = noticesText(packages)
    expect(text).toContain('one 1.0.0 (MIT)\ntwo 1.0.0 (MIT)\n\nCopyright 2020\n\nDo as you like.\n')
    expect(text.split('Do as you like.')).toHaveLength(2)
  })

  it("are a copyright file in Debian's form", () => {
    const text = debianCopyright(packages)
    expect(text).toMatch(/^Format: https:\/\/www\.debian\.org\/doc\/packaging-manuals\/copyright-format\/1\.0\/\n/)
    expect(text).toContain(
      'Files: node_modules/one/node_modules/two/*\nCopyright: 2020 Jane Doe\nLicense: Expat\n Copyright 2020\n .\n Do as you like.\n',
    )
    expect(text).toContain('/usr/share/common-licenses/GPL-3')
  })

  it('refer to the Apache licence that Debian has already', () => {
    const text = debianCopyright([{ ...two, license: 'Apache-2.0' }])
    expect(text).toContain('/usr/share/common-licenses/Apache-2.0')
    expect(text).not.toContain('Do as you like')
  })
})
