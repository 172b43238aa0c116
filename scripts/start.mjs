/** `npm test`: makes a fresh machine ready, saying what it does, and then runs everything as root. */
import path from 'node:path'
import {
  ensureBuild,
  ensureExtracted,
  ensureKernel,
  ensureNode,
  ensureNodeModules,
  ensurePackages,
  ensureRoot,
  practicePackages,
  runProgram,
  say,
  SetupError,
} from '../practice/setup.mjs'

/** What the tests themselves need besides the practice laptops: a browser, and the tools they drive for real. */
const testPackages = [
  ...['appstream', 'chromium-headless-shell', 'desktop-file-utils', 'e2fsprogs', 'etckeeper', 'fish', 'git', 'man-db'],
  ...['syncthing', 'zsh'],
]
/** What only the long form needs. */
const longTestPackages = ['lintian']

async function start() {
  ensureNode()
  const root = ensureRoot()
  ensureKernel(root)
  const isLong = process.argv.includes('--long')
  ensurePackages([...practicePackages, ...testPackages, ...(isLong ? longTestPackages : [])], root)
  ensureNodeModules()
  ensureExtracted('docker-registry', root)
  ensureBuild()
  return await runProgram([
    ...root,
    process.execPath,
    path.join(import.meta.dirname, 'run-all.mjs'),
    ...process.argv.slice(2),
  ])
}

start().then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    say(error instanceof SetupError ? error.message : String(error.stack))
    process.exitCode = 1
  },
)
