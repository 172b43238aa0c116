/** A name means one type: whoever reads it knows which, without looking at the imports. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

/** Where each type that is exported is declared. */
function exportedTypes(): ReadonlyMap<string, readonly string[]> {
  const files = ['src-main', 'src-renderer'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => path.join(root, name)),
  )
  const declared = new Map<string, string[]>()
  for (const file of files)
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(
      /^export (?:interface|type|(?:abstract )?class) (\w+)/gm,
    ))
      declared.set(name, [...(declared.get(name) ?? []), file])
  return declared
}

it('no two exported types share a name', () => {
  expect([...exportedTypes()].filter(([, files]) => files.length > 1)).toEqual([])
})
