// @ts-check
/**
 * Gives each CSS module a declaration of the classes it has, so that a class that does not exist is an error of types.
 * The declarations are kept in node_modules/.cache/css-classes, which `rootDirs` in tsconfig.json lays over the sources.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import postcss from 'postcss'

const top = path.dirname(import.meta.dirname)
const declarations = path.join(top, 'node_modules/.cache/css-classes')

/** Paths from the top. */
export function cssModules() {
  const inside = readdirSync(path.join(top, 'src-renderer'), { recursive: true, encoding: 'utf8' })
  return inside.filter((file) => file.endsWith('.module.css')).map((file) => path.join('src-renderer', file))
}

/**
 * The classes that a module gives names of its own, in the order in which they appear.
 * @param {string} file from the top
 */
export function classesOf(file) {
  /** @type {Set<string>} */
  const classes = new Set()
  postcss.parse(readFileSync(path.join(top, file), 'utf8'), { from: file }).walkRules(({ selector }) => {
    const own = selector.replaceAll(/:global\([^)]*\)/g, '')
    for (const [, name] of own.matchAll(/\.(-?[_a-zA-Z][\w-]*)/g)) if (name !== undefined) classes.add(name)
  })
  return [...classes]
}

/** @param {string} file from the top */
function declare(file) {
  const members = classesOf(file).map((name) => `  readonly '${name}': string\n`)
  const place = path.join(declarations, `${file}.d.ts`)
  mkdirSync(path.dirname(place), { recursive: true })
  writeFileSync(place, `declare const classes: {\n${members.join('')}}\nexport default classes\n`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  rmSync(declarations, { recursive: true, force: true })
  for (const file of cssModules()) declare(file)
}
