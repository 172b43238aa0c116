// @ts-check
/**
 * oxlint over the files whose verdict could be another one than when they last passed. Its rules know types, so a file is
 * judged by its own text, by the text of everything it imports, however far away, and by what all files share: packages,
 * configuration, declarations.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { runCommand, stopSignal } from './run-command.mjs'

const top = path.dirname(import.meta.dirname)
process.chdir(top)
const memory = 'node_modules/.cache/oxlint-passed.json'
const shared = ['package.json', 'package-lock.json', '.oxlintrc.json', 'tsconfig.json', 'scripts/lint-types.mjs']

/** @param {readonly (string | Buffer)[]} parts */
function hashOf(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}

const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
}).split('\0')
const files = [...new Set(listed)].filter((file) => /\.tsx?$/.test(file) && existsSync(file)).sort()
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))

/** Files here that a file imports, by their paths from the top. */
const imports = new Map(
  [...texts].map(([file, text]) => {
    const near = ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
      const place = path.join(path.dirname(file), fileName)
      return fileName.startsWith('.') && texts.has(place) ? [place] : []
    })
    return [file, near]
  }),
)

/** Says something about files that do not import it. */
const reachesAll = [...texts].filter(
  ([file, text]) => file.endsWith('.d.ts') || /^declare (global|module)\b/m.test(text),
)
const base = hashOf([
  process.version,
  ...shared.map((file) => readFileSync(file)),
  ...reachesAll.flatMap(([file, text]) => [file, text]),
])

/** @param {string} file */
function keyOf(file) {
  const seen = new Set([file])
  for (const one of seen) for (const other of imports.get(one) ?? []) seen.add(other)
  return hashOf([base, file, ...[...seen].sort().flatMap((one) => [one, texts.get(one) ?? ''])])
}

const keys = new Map(files.map((file) => [file, keyOf(file)]))
/** @type {unknown} */
const remembered = existsSync(memory) ? JSON.parse(readFileSync(memory, 'utf8')) : []
const passed = new Set(Array.isArray(remembered) ? remembered : [])
const open = files.filter((file) => !passed.has(keys.get(file)))
if (open.length > 0) {
  const oxlint = path.join(top, 'node_modules/.bin/oxlint')
  const { code } = await runCommand([oxlint, '--deny-warnings', ...open], {
    passThrough: true,
    signal: stopSignal(),
  })
  if (code !== 0) process.exit(code)
}
mkdirSync(path.dirname(memory), { recursive: true })
writeFileSync(memory, JSON.stringify([...keys.values()]))
console.log(`${open.length} of ${files.length} files judged, the others have passed as they are`)
