/**
 * `npm run build`: every program of the product as one file each, the renderer, the third-party notices, and the package of
 * the headless product.
 * `node esbuild.config.mjs agent door` builds just these; the names are the keys of `targets`. `npm run build -- --release`
 * builds all of it, for both architectures, with checksums and the list of parts.
 */
import { build } from 'esbuild'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buildPackage, programs } from './assets/headless/build-package.mjs'
import { buildRelease } from './assets/headless/release.mjs'
import { nodeRuntime, thisArchitecture } from './assets/headless/node-runtime.mjs'
import { buildRenderer } from './assets/build-renderer.mjs'
import { filesOfMetafile, recordBundled, recordedPackages } from './assets/third-party/bundled-packages.mjs'
import { noticesText } from './assets/third-party/notices.mjs'
import { readPackages } from './assets/third-party/read-packages.mjs'

process.chdir(import.meta.dirname)

/** CommonJS packages inside an ES module ask for `require`, and some for the folder they stand in. */
const banner = [
  "import { createRequire as pcCreateRequire } from 'node:module'",
  "import { fileURLToPath as pcFileUrlToPath } from 'node:url'",
  'const require = pcCreateRequire(import.meta.url)',
  "const __filename = pcFileUrlToPath(import.meta.url), __dirname = pcFileUrlToPath(new URL('.', import.meta.url))",
].join(';')

/** Where a program stands, for what asks as modules do. */
const place = "const pcPlace = require('node:url').pathToFileURL(__filename).href"

const nodeProgram = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  banner: { js: banner },
  // Licences travel whole in THIRD-PARTY-NOTICES.
  legalComments: 'none',
  metafile: true,
  // Programs for perl travel within ours.
  loader: { '.pl': 'text' },
  logLevel: 'warning',
  write: false,
  // ssh2 uses these native modules where they are there, and its own code where not.
  external: ['cpu-features', '*.node'],
}
/**
 * The programs of the product, which start often: CommonJS starts a fifth faster, because Node neither links modules nor
 * makes faces of its own ones (that of node:http loads undici).
 */
const product = {
  format: 'cjs',
  target: 'node24',
  banner: { js: place },
  define: { 'import.meta.url': 'pcPlace' },
}
const onlyImports = { banner: {}, packages: 'external' }
const inElectron = { external: [...nodeProgram.external, 'electron'] }

/** What travels to other people: the bundles by their file's name. */
const headless = [...programs, 'renderer']
const desktop = ['main.js', 'preload.cjs']

const targets = {
  agent: () => bundle('src-main/agent/main.ts', 'dist/headless/agent.cjs', product),
  door: () => bundle('src-main/agent/door.ts', 'dist/headless/door.cjs', product),
  rollback: () => bundle('src-main/agent/rollback-main.ts', 'dist/headless/rollback.cjs', product),
  'set-up': () => bundle('src-main/agent/set-up-main.ts', 'dist/headless/set-up.cjs', product),
  'home-subvolume': () => bundle('src-main/agent/home-subvolume-main.ts', 'dist/headless/home-subvolume.cjs', product),
  'person-syncthing': () =>
    bundle('src-main/agent/person-syncthing-main.ts', 'dist/headless/person-syncthing.cjs', product),
  app: () => bundle('src-main/shells/cli/main.ts', 'dist/headless/app.cjs', product),
  electron: async () => {
    await bundle('src-main/shells/electron/main.ts', 'dist/electron/main.js', inElectron)
    await bundle('src-main/shells/electron/preload.ts', 'dist/electron/preload.cjs', {
      ...inElectron,
      banner: {},
      format: 'cjs',
    })
  },
  practice: () => bundle('practice/main.ts', 'dist/practice/main.mjs', onlyImports),
  bench: async () => {
    const files = existsSync('bench') ? readdirSync('bench').filter((file) => file.endsWith('.ts')) : []
    await Promise.all(
      files.map((file) => bundle(`bench/${file}`, `dist/bench/${path.parse(file).name}.mjs`, onlyImports)),
    )
  },
  fixtures: () => bundle('test/recording/main.ts', 'dist/fixtures/main.mjs', onlyImports),
  renderer: () => buildRenderer(),
  notices: () => writeNotices(),
  package: () => buildPackage({ folders: recordedPackages(headless), architecture: thisArchitecture() }),
}
/** Made from what the others leave behind, in this order. */
const last = ['notices', 'package']
const release = '--release'

async function bundle(entry, outfile, options = {}) {
  if (!existsSync(entry)) throw new Error(`${entry} is not there, so ${outfile} cannot be built.`)
  const result = await build({ ...nodeProgram, entryPoints: [entry], outfile, ...options })
  for (const file of result.outputFiles) await replaceFile(file.path, file.contents)
  if (options.packages !== 'external') recordBundled(path.basename(outfile), filesOfMetafile(result.metafile))
  console.log(`built    ${outfile}`)
}

/** For all programs together; fails when a package's licence is not known to fit, or has no text. */
async function writeNotices() {
  const folders = recordedPackages([...headless, ...desktop])
  const packages = readPackages([...folders, await nodeRuntime(thisArchitecture())])
  await replaceFile('dist/THIRD-PARTY-NOTICES', noticesText(packages))
  console.log(`built    dist/THIRD-PARTY-NOTICES (${packages.length} packages)`)
}

/** A program that is running, or another build, never sees half a file. */
async function replaceFile(file, contents) {
  await mkdir(path.dirname(file), { recursive: true })
  const half = `${file}.${process.pid}`
  await writeFile(half, contents)
  await rename(half, file)
}

async function main(words) {
  const isRelease = words.includes(release)
  const names = words.filter((word) => word !== release)
  const unknown = names.filter((name) => !(name in targets))
  if (unknown.length > 0)
    throw new Error(`There is nothing called ${unknown.join(', ')} to build: ${Object.keys(targets).join(', ')}.`)
  const wanted = names.length === 0 ? Object.keys(targets) : names
  const before = wanted.filter((name) => !last.includes(name))
  const results = await Promise.allSettled(before.map((name) => targets[name]()))
  const problems = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.message)
  if (problems.length > 0) throw new Error(problems.join('\n\n'))
  for (const name of last.filter((one) => wanted.includes(one))) {
    if (name !== 'package' || !isRelease) await targets[name]()
  }
  const all = recordedPackages([...headless, ...desktop])
  if (isRelease) await buildRelease({ headless: recordedPackages(headless), all })
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
