// @ts-check
/** `npm run build -- --release`: the packages of both architectures, their checksums, and what is in them. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readPackages } from '../third-party/read-packages.mjs'
import { sbomText } from '../third-party/sbom.mjs'
import { buildPackage } from './build-package.mjs'
import { architectures, nodeRuntime } from './node-runtime.mjs'

const repository = path.join(import.meta.dirname, '../..')

/** @param {{ headless: readonly string[], all: readonly string[] }} folders of the npm packages that are in the bundles */
export async function buildRelease({ headless, all }) {
  const { version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'))
  const known = /** @type {import('./node-runtime.mjs').Architecture[]} */ (Object.keys(architectures))
  /** @type {string[]} */
  const made = []
  for (const architecture of known) made.push(await buildPackage({ folders: headless, architecture, isRelease: true }))
  const runtimes = await Promise.all(known.map(nodeRuntime))
  const sbom = path.join(repository, 'dist', `pc-switcher_${version}.cdx.json`)
  await writeFile(sbom, sbomText(version, readPackages([...all, ...runtimes])))
  const sums = await Promise.all(
    [...made, sbom].map(async (file) => `${await checksum(file)}  ${path.basename(file)}\n`),
  )
  await writeFile(path.join(repository, 'dist', 'SHA256SUMS'), sums.join(''))
  console.log(`built    dist/${path.basename(sbom)}\nbuilt    dist/SHA256SUMS`)
}

/** @param {string} file */
async function checksum(file) {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
}
