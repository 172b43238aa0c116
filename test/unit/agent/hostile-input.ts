/** Values that a verb may be asked with by a program that is not ours, made after the shape that the verb wants. */
import { z } from 'zod'
import type { Random } from '../../random.ts'

/** Paths that lead out of a folder, and texts with a NUL. */
export const elsewhere = ['..', '../../etc/passwd', '/etc/../etc/shadow', 'a/../../b', '\u0000', 'a\u0000b'] as const

const texts = [
  ...elsewhere,
  '',
  '.',
  '/',
  'a//b',
  '-rf',
  '--delete',
  '$(id)',
  '; id',
  'a\nb',
  '__proto__',
  'constructor',
  '\u202e',
  '\ud800',
  'x'.repeat(70_000),
  '20261120T080000000Z-aaaaaa',
  '2026-11-20T08:00:00.000Z',
  'home',
  'a'.repeat(64),
]
const numbers = [0, -1, 1, 0.5, 1e308, -0, 2 ** 53, 2 ** 31, 4_294_967_295]
const others = ['null', 'true', '[]', '{}', '[[[[1]]]]', '{"__proto__":{"polluted":1}}', '{"length":1e9}']

/** The part of JSON schema that zod writes for our verbs. */
const shapeSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
})

/** Makes one after the other, as they come out of JSON.parse. */
export function hostileInputs(schema: z.ZodType, random: Random): () => unknown {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return () => JSON.parse(valueOf(shape, random, 0)) as unknown
}

function valueOf(shape: unknown, random: Random, depth: number): string {
  const found = shapeSchema.safeParse(shape)
  if (!found.success || depth > 6 || random.below(12) === 0) return anything(random)
  const { type, properties, items, anyOf, oneOf, enum: words, const: only } = found.data
  const choices = anyOf ?? oneOf
  if (choices !== undefined) return valueOf(random.pick(choices), random, depth + 1)
  if (only !== undefined) return JSON.stringify(only)
  if (words !== undefined) return JSON.stringify(random.pick(words))
  if (type === 'object') return objectOf(properties ?? {}, random, depth)
  if (type === 'array') {
    const each = Array.from({ length: random.below(4) }, () => valueOf(items, random, depth + 1))
    return `[${each.join(',')}]`
  }
  if (type === 'string') return JSON.stringify(random.pick(texts))
  if (type === 'number' || type === 'integer') return JSON.stringify(random.pick(numbers))
  if (type === 'boolean') return String(random.below(2) === 0)
  return anything(random)
}

function objectOf(properties: Readonly<Record<string, unknown>>, random: Random, depth: number): string {
  const parts = Object.entries(properties)
    .filter(() => random.below(10) > 0)
    .map(([name, shape]) => `${JSON.stringify(name)}:${valueOf(shape, random, depth + 1)}`)
  if (random.below(5) === 0) parts.push('"__proto__":{"polluted":1}', '"constructor":{"prototype":{"polluted":1}}')
  return `{${parts.join(',')}}`
}

function anything(random: Random): string {
  const text = random.pick(others) ?? 'null'
  return random.pick([text, JSON.stringify(random.pick(texts)), JSON.stringify(random.pick(numbers))]) ?? text
}
