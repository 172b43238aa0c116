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
  ...domainReadmes(),
  'src-renderer/pages/overview/README.md',
]

/** Each domain says beside its code what travels, what is asked, what stays and what is on disk. */
function domainReadmes(): readonly string[] {
  return readdirSync('src-main/domains').map((name) => path.join('src-main/domains', name, 'README.md'))
}

const words = (file: string): number => readFileSync(file, 'utf8').trim().split(/\s+/).length

it('the architecture has at most 3,000 words, the glossary at most 80', () => {
  expect(words('docs/architecture.md')).toBeLessThanOrEqual(3_000)
  expect(readFileSync('docs/glossary.md', 'utf8').match(/^\| (?!word|-)/gm)?.length).toBeLessThanOrEqual(80)
})

it('each domain has a README of at most 400 words', () => {
  expect(domainReadmes().filter((file) => !existsSync(file) || words(file) > 400)).toEqual([])
})

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
      if (file.startsWith('src-main') && existsSync(path.join(path.dirname(file), root)))
        return [path.join(path.dirname(file), span)]
      return layers.includes(root) ? [path.join('src-main', span)] : []
    })
}

const missing = (found: (file: string) => readonly string[]): readonly string[] =>
  documents.flatMap((file) => found(file).flatMap((target) => (existsSync(target) ? [] : [`${file}: ${target}`])))

it('links in documents lead to files that exist', () => {
  expect(documents.flatMap(linked)).toContain('docs/pictures/architecture.svg')
  expect(missing(linked)).toEqual([])
})

/** As GitHub makes them of headings. */
function anchorsOf(file: string): ReadonlySet<string> {
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => heading)
  const slugs = headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return new Set(slugs.flatMap((slug) => [slug, `${slug}-1`]))
}

function anchored(file: string): readonly (readonly [target: string, anchor: string])[] {
  const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?![a-z]+:)([^)\s#]*)#([^)\s]+)\)/g)]
  return links.map(([, target = '', anchor = '']) => [
    target === '' ? file : path.join(path.dirname(file), target),
    anchor,
  ])
}

it('links to a part of a document lead to a heading that is there', () => {
  const all = documents.flatMap((file) => anchored(file).map(([target, anchor]) => ({ file, target, anchor })))
  expect(all.length).toBeGreaterThan(0)
  expect(all.filter(({ target, anchor }) => !anchorsOf(target).has(anchor))).toEqual([])
})

/** Of `interface Step<Plan>`, however its members are written. */
function membersOfStep(file: string): readonly string[] {
  const shapes = readFileSync(file, 'utf8').matchAll(/interface Step(?:Declaration|<Plan>)[^{]*\{\n([\s\S]*?)\n\}/g)
  const body = [...shapes].map(([, members = '']) => members).join('\n')
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, name = '']) => name)
}

it('the architecture shows a step as it is', () => {
  expect(membersOfStep('docs/architecture.md')).toEqual(expect.arrayContaining(['undo', 'probe']))
  expect(membersOfStep('docs/architecture.md')).toEqual(membersOfStep('src-main/switch/step.ts'))
})

it('paths that documents name exist', () => {
  expect(documents.flatMap(named)).toContain('src-main/app/capabilities.ts')
  expect(missing(named)).toEqual([])
})
