/** What a schema is made of, down to what has no parts: each by itself can be asked what it takes, which no chance decides. */
import { z } from 'zod'

export interface Leaf {
  /** The names of the properties that lead to it: "files.list.tree.setId". Keys of a record are ".*". */
  readonly way: string
  readonly schema: z.ZodType
}

export function leavesOf(schema: z.ZodType, way: string): readonly Leaf[] {
  const inner = partsOf(schema)
  return inner === undefined ? [{ way, schema }] : inner.flatMap(([name, part]) => leavesOf(part, `${way}${name}`))
}

type Part = readonly [string, z.ZodType]

/** Undefined where it has none. Throws for a kind of schema that no verb had before. */
function partsOf(schema: z.ZodType): readonly Part[] | undefined {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).map(([name, part]): Part => [`.${name}`, part as z.ZodType])
  if (schema instanceof z.ZodArray) return [['', schema.element as z.ZodType]]
  if (schema instanceof z.ZodUnion) return schema.options.map((part): Part => ['', part as z.ZodType])
  if (schema instanceof z.ZodRecord)
    return [
      ['.*', schema.keyType as z.ZodType],
      ['', schema.valueType as z.ZodType],
    ]
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return [['', schema.unwrap() as z.ZodType]]
  if (schema instanceof z.ZodPipe) return [['', schema.in as z.ZodType]]
  if (schema instanceof z.ZodTuple) return schema.def.items.map((part): Part => ['', part as z.ZodType])
  if (leaves.has(schema.def.type)) return undefined
  throw new Error(`nobody knows what a schema of type "${schema.def.type}" is made of`)
}

const leaves: ReadonlySet<string> = new Set([
  'string',
  'number',
  'int',
  'boolean',
  'enum',
  'literal',
  'null',
  'unknown',
  'never',
])
