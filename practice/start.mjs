/**
 * `npm run practice -- VERB`: makes a fresh machine ready, saying what it does, and then runs the practice itself.
 * `--run bench` and `--run fixtures` run another program of dist/ in the same way.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { spawn, spawnSync } from 'node:child_process'
import {
  ensureBuild,
  ensureKernel,
  ensureNode,
  ensureNodeModules,
  ensurePackages,
  ensureRoot,
  practicePackages,
  repository,
  runProgram,
  say,
  SetupError,
} from './setup.mjs'

/** Verbs that make something. The others answer at once: what they need was there for the one that made it. */
const makingVerbs = [undefined, 'up', 'demo']

async function start(words) {
  ensureNode()
  const [program, args] = words[0] === '--run' ? [words[1] ?? '', words.slice(2)] : ['practice', words]
  const verb = verbOf(args)
  const root = ensureRoot()
  const file = path.join(repository, 'dist', program, 'main.mjs')
  if (program !== 'practice' || makingVerbs.includes(verb) || !existsSync(file)) prepare(root)
  const command = [...root, process.execPath, file]
  const code = await runProgram([...command, ...args])
  if (code === 0 && program === 'practice' && [undefined, 'up'].includes(verb) && !args.includes('--no-open'))
    open(command, args)
  return code
}

/** The first word that is neither an option nor an option's value. */
function verbOf(args) {
  return args.find((word, at) => !word.startsWith('-') && !['--name', '--files', '--user'].includes(args[at - 1]))
}

function prepare(root) {
  ensureKernel(root)
  ensurePackages(practicePackages, root)
  ensureNodeModules()
  ensureBuild()
}

/** Opens p17 in the browser, as the person and not as root, where there is a display. */
function open(command, args) {
  if ((process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) === undefined) return
  const name = args.includes('--name') ? ['--name', args[args.indexOf('--name') + 1]] : []
  const [file, ...rest] = [...command, 'status', '--json', ...name]
  const { stdout } = spawnSync(file, rest, { encoding: 'utf8', stdio: ['inherit', 'pipe', 'inherit'] })
  const url = JSON.parse(stdout).laptops?.p17?.url
  if (typeof url !== 'string') return
  const opener = spawn('xdg-open', [url], { stdio: 'ignore', detached: true })
  opener.on('error', () => say('Could not open a browser (xdg-open is missing): open the address above.'))
  opener.unref()
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
