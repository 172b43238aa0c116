import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { catalogues, wording } from '../../../src-main/app/wording.ts'
import { titles } from '../../../src-main/tools/titles/messages.ts'

const files = readdirSync('src-main', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src-main/${file}`)
const runsInAgent = /^src-main\/(tools|agent|(commons|domains)\/[^/]+\/on-machine)\//
/** What people read: an error, or words where a message belongs. */
const sentences =
  /new AppError\(|\b(?:title|current|note|why|without|message|hint|bound|walked|occasion)(?:: | = )[^\n,]*?['"`](?:\p{L}[^'"`\n]* |\p{L}+ \$\{)|(?:return|=>) ['"`]\p{Lu}[^'"`\n]* [^'"`\n]*\.['"`]/u
const entries = catalogues.flatMap((one) => Object.values(one))

type JsonSchema = z.core.JSONSchema.BaseSchema

/** Some data of a shape, each choice of it once. */
function samplesOf(schema: JsonSchema): unknown[] {
  if (schema.enum !== undefined) return schema.enum
  if (schema.const !== undefined) return [schema.const]
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return choices.flatMap((one) => samplesOf(one))
  if (schema.type === 'array') {
    const items = samplesOf(schema.items as JsonSchema)
    return [...items.map((item) => [item]), [items[0], items.at(-1)]]
  }
  if (schema.type === 'object') return samplesOfObject(schema)
  if (schema.type === 'boolean') return [true, false]
  if (schema.type === 'string') return ['2026-11-20T10:00:00.000Z']
  return [Math.min(3, schema.maximum ?? 3)]
}

function samplesOfObject({ properties = {} }: JsonSchema): unknown[] {
  const fields = Object.entries(properties).map(([name, one]) => [name, samplesOf(one as JsonSchema)] as const)
  const most = Math.max(1, ...fields.map(([, samples]) => samples.length))
  return Array.from({ length: most }, (_, index) =>
    Object.fromEntries(fields.map(([name, samples]) => [name, samples[index % samples.length]])),
  )
}

describe('what an agent says', () => {
  // Technical and in English are what stands in details, a unit's description in systemctl(1), and the log.
  it('is made of no sentence where it runs, but of catalogues', () => {
    const told = files.filter((file) => runsInAgent.test(file) && !file.endsWith('/messages.ts'))
    const withSentences = told.flatMap((file) => {
      const [found] = sentences.exec(readFileSync(file, 'utf8')) ?? []
      return found === undefined ? [] : [`${file}: ${found}`]
    })
    expect(withSentences).toEqual([])
  })

  it.each([
    "throw new AppError({ code: 'blocked' })",
    "title: 'list the snapshots'",
    'const title = `start ${unit}`',
    "note: isOld ? 'Before restoring' : undefined",
    "without: 'It is measured again.'",
    'return `It names ${host}.`',
  ])('is found where it is a sentence: %s', (code) => {
    expect(code).toMatch(sentences)
  })

  it('may hold another message, whose words are found too', () => {
    const problem = { id: 'tools.failed', data: { title: titles.listPackages({}) } }
    expect(wording.error({ code: 'tool-failed', problem }).message).toBe('Could not list the installed packages.')
    const unknown = { id: 'tools.failed', data: { title: { id: 'title.dance', data: {} } } }
    expect(wording.error({ code: 'tool-failed', problem: unknown }).message).toContain('"title.dance"')
  })

  it('is in a catalogue that the app knows', () => {
    const defined = files.filter((file) => readFileSync(file, 'utf8').includes('= defineCatalogue('))
    expect(defined).toHaveLength(catalogues.length)
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
  })

  it.each(entries.map((entry) => [entry.id, entry] as const))(
    '%s has words for its data, short and to the point',
    (_id, entry) => {
      const samples = samplesOf(z.toJSONSchema(entry.data, { io: 'output' }))
      for (const data of samples) {
        const words = entry.words(data, () => 'Said before.')
        expect(words, JSON.stringify(data)).toBeDefined()
        const { message = '', hint } = words ?? {}
        expect(message.trim()).not.toBe('')
        expect(message).not.toMatch(/undefined|\[object|NaN/)
        for (const text of hint === undefined ? [] : [message, hint]) expect(text).toMatch(/([.…)]|000Z)$/)
        expect(hint ?? '').not.toMatch(/look at the details|mend/i)
        expect(message.replaceAll('2026-11-20T10:00:00.000Z', 'x').length).toBeLessThan(170)
        expect((hint ?? '').replaceAll('2026-11-20T10:00:00.000Z', 'x').length).toBeLessThan(170)
      }
    },
  )

  it('of another build is told by its code, and what came with it is in the details', () => {
    const problem = { id: 'clocks.wrong', data: { seconds: 4 } }
    const error = wording.error({ code: 'blocked', problem, details: 'said' })
    expect(error).toMatchObject({ code: 'blocked', details: 'clocks.wrong {"seconds":4}\nsaid' })
    expect(error.hint).toContain('same version')
    expect(wording.error({ code: 'tool-failed', problem: { id: 'tools.failed', data: {} } }).hint).toContain('version')
  })

  it('in words alone is told as it is, also as data of another one', () => {
    expect(wording.text({ id: 'general.text', data: { text: 'Rolled back.' } })).toBe('Rolled back.')
    const title = 'list the snapshots'
    expect(wording.text({ id: 'tools.failed', data: { title: { id: 'general.text', data: { text: title } } } })).toBe(
      'Could not list the snapshots.',
    )
  })
})
