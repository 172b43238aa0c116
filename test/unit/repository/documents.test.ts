import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
]

/** Folders of the repository whose paths a document writes whole. */
const roots = ['src-main', 'src-renderer', 'docs', 'test', 'e2e', 'scripts', 'assets', 'practice', 'bench']
/** From `src-main`, as the layers are written. A system's own `/etc/...` begins with a slash. */
const layers = readdirSync('src-main')

function linked(file: string): readonly string[] {
  const targets = [...readFileSync(file, 'utf8').matchAll(/\]\((?![a-z]+:)([^)\s#]+)/g)]
  return targets.map(([, target = '']) => path.join(path.dirname(file), target))
}

/** Paths in backticks; those with a placeholder (NAME, *, …) stand for many. */
function named(file: string): readonly string[] {
  const spans = [...readFileSync(file, 'utf8').matchAll(/`([\w.-]+(?:\/[\w.-]*)+)`/g)].map(([, span = '']) => span)
  return spans
    .filter((span) => !/\b[A-Z]{2,}\b/.test(span))
    .flatMap((span) => {
      const [root = ''] = span.split('/')
      if (roots.includes(root)) return [span]
      return layers.includes(root) ? [path.join('src-main', span)] : []
    })
}

const missing = (found: (file: string) => readonly string[]): readonly string[] =>
  documents.flatMap((file) => found(file).flatMap((target) => (existsSync(target) ? [] : [`${file}: ${target}`])))

it('links in documents lead to files that exist', () => {
  expect(documents.flatMap(linked)).toContain('docs/pictures/architecture.svg')
  expect(missing(linked)).toEqual([])
})

it('paths that documents name exist', () => {
  expect(documents.flatMap(named)).toContain('src-main/app/capabilities.ts')
  expect(missing(named)).toEqual([])
})
