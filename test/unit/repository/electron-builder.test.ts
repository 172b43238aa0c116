import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Packager, type Configuration } from 'electron-builder'
import { expect, it } from 'vitest'

/** electron-builder's own reading and checking; it packages nothing. */
async function readConfiguration(config = 'electron-builder.yml'): Promise<Configuration> {
  const packager = new Packager({ projectDir: process.cwd(), config })
  await packager.validateConfig()
  return packager.config
}

it('is a configuration that electron-builder accepts', async () => {
  expect(await readConfiguration()).toMatchObject({ productName: 'pc-switcher', asar: true })
})

it('would be refused with a word that electron-builder does not know', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'electron-builder-'))
  const misspelt = path.join(folder, 'misspelt.yml')
  await writeFile(misspelt, 'electronFuzes: {}\n')
  await expect(readConfiguration(misspelt)).rejects.toThrow(/electronFuzes/)
  await rm(folder, { recursive: true })
})

it('closes every fuse', async () => {
  const { electronFuses } = await readConfiguration()
  expect(electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  })
})

it('never turns off the sandbox of Chromium', async () => {
  expect(JSON.stringify(await readConfiguration())).not.toContain('no-sandbox')
})
