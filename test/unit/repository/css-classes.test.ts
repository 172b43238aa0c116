/** That a class exists is checked by the types; here, that what exists is used. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { classesOf, cssModules } from '../../../scripts/css-classes.mjs'

const top = path.resolve(import.meta.dirname, '../../..')
const texts = new Map(
  ['src-renderer', 'src-main/contract']
    .flatMap((folder) => filesIn(folder, /\.tsx?$/))
    .map((file) => [file, readFileSync(path.join(top, file), 'utf8')]),
)
const everything = [...texts.values()].join('\n')

function filesIn(folder: string, name: RegExp): readonly string[] {
  return readdirSync(path.join(top, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => path.join(folder, file))
}

/** The name under which a file imports a CSS module. */
function importedAs(file: string, text: string, module: string): string | undefined {
  return [...text.matchAll(/^import (\w+) from '([^']+\.module\.css)'$/gm)].find(
    ([, , address = '']) => path.join(path.dirname(file), address) === module,
  )?.[1]
}

/** By its name, or where a class is looked up by a value, that some code has this value. */
function isUsed(name: string, text: string, object: string): boolean {
  if (text.includes(`${object}['${name}']`)) return true
  const [, prefix = ''] = new RegExp(`\\b${object}\\[\`([\\w-]*)\\$`).exec(text) ?? []
  const isLookedUp = new RegExp(`\\b${object}\\[[^']`).test(text)
  return isLookedUp && name.startsWith(prefix) && everything.includes(`'${name.slice(prefix.length)}'`)
}

it.each(cssModules())('%s has no class that nobody uses', (module) => {
  const users = [...texts].flatMap(([file, text]) => {
    const object = importedAs(file, text, module)
    return object === undefined ? [] : [{ text, object }]
  })
  const unused = classesOf(module).filter((name) => !users.some(({ text, object }) => isUsed(name, text, object)))
  expect(unused).toEqual([])
})

it('has no token that nobody uses', () => {
  const sheets = filesIn('src-renderer', /\.css$/).map((file) => readFileSync(path.join(top, file), 'utf8'))
  const tokens = readFileSync(path.join(top, 'src-renderer/styles/tokens.css'), 'utf8').match(/(?<=^ {2}--)[\w-]+/gm)
  const unused = (tokens ?? []).filter((token) => !sheets.some((sheet) => sheet.includes(`var(--${token})`)))
  expect(unused).toEqual([])
})
