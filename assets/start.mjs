/** `npm start`: the desktop window, or the same app in the browser where Electron's runtime is not installed. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import {
  ensureBuild,
  ensureNode,
  ensureNodeModules,
  repository,
  runProgram,
  say,
  SetupError,
} from '../practice/setup.mjs'

/** Importing the package "electron" would start its download; its runtime is looked for instead. */
const electron = path.join(repository, 'node_modules/electron/dist/electron')

async function start(words) {
  ensureNode()
  ensureNodeModules()
  ensureBuild()
  if (existsSync(electron)) return await runProgram([electron, repository, ...words])
  say(
    "Electron's runtime is not installed (node node_modules/electron/install.js fetches it), so this opens in your browser.",
  )
  return await runProgram([
    process.execPath,
    path.join(repository, 'dist/headless/app.mjs'),
    'serve',
    '--open',
    ...words,
  ])
}

start(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    process.stderr.write(`${error instanceof SetupError ? error.message : error.stack}\n`)
    process.exitCode = 1
  },
)
