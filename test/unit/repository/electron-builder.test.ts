import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Packager, type Configuration } from 'electron-builder'
import { expect, it } from 'vitest'
import { ownFolder } from '../../own-folder.ts'

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
  const misspelt = path.join(ownFolder('electron-builder'), 'misspelt.yml')
  await writeFile(misspelt, 'electronFuzes: {}\n')
  await expect(readConfiguration(misspelt)).rejects.toThrow(/electronFuzes/)
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
