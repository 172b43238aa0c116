/** Builds the face with Vite into dist/renderer; skips it when nothing it is made of has changed. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { isRecorded } from './third-party/bundled-packages.mjs'

const run = promisify(execFile)

const ingredients = [
  'src-renderer',
  'src-main/contract',
  'src-main/kernel',
  'assets/third-party',
  'vite.config.ts',
  'package-lock.json',
]
const outFolder = path.resolve('dist/renderer')
const stampFile = path.resolve('dist/renderer.stamp')

export async function buildRenderer() {
  if (!existsSync('src-renderer/index.html')) {
    console.log('skipped  dist/renderer: src-renderer/index.html is not there')
    return
  }
  const stamp = fingerprint()
  if (
    existsSync(path.join(outFolder, 'index.html')) &&
    isRecorded('renderer') &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === stamp
  ) {
    console.log('is fresh dist/renderer')
    return
  }
  await buildWithVite()
  await writeFile(stampFile, stamp)
  console.log('built    dist/renderer')
}

/**
 * Built beside and exchanged, so that a server never hands out half a face. A process of its own: Vite ends the whole
 * process when a file is missing (seen with 8.3).
 */
async function buildWithVite() {
  const half = `${outFolder}.${process.pid}`
  const argv = ['build', '--config', 'vite.config.ts', '--outDir', half, '--emptyOutDir', '--logLevel', 'warn']
  try {
    await run('node_modules/.bin/vite', argv)
    await rm(outFolder, { recursive: true, force: true })
    await rename(half, outFolder)
  } catch (error) {
    throw new Error(`dist/renderer could not be built.\n${error.stdout ?? ''}${error.stderr ?? error.message}`, {
      cause: error,
    })
  } finally {
    await rm(half, { recursive: true, force: true })
  }
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of ingredients.flatMap(filesBelow)) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${file} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function filesBelow(start) {
  if (!existsSync(start)) return []
  if (!statSync(start).isDirectory()) return [start]
  return readdirSync(start, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(path.join(start, entry.name)))
}
