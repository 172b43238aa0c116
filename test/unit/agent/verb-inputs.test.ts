/** What root may be asked for: of every verb, by a program that is not ours. Nothing is done here, only refused. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { agentCapabilities } from '../../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../../src-main/agent/join-capabilities.ts'
import { parseRequest, type AnswerContext } from '../../../src-main/machine/machine.ts'
import { isLong, randomFor } from '../../how-long.ts'
import { hostileInput } from './hostile-input.ts'

const { answers } = joinAgent(agentCapabilities)
/** For each verb. */
const rounds = isLong ? 5_000 : 60
/** Whoever reads from it has begun to work. */
const untouchable = new Proxy({} as AnswerContext, {
  get: (_context, name) => {
    throw new Error(`the work has begun: ${String(name)}`)
  },
})

function accepts(schema: z.ZodType, value: unknown): boolean {
  return schema.safeParse(value).success
}

/** Every string in it, with the names of the properties that lead to it. */
function stringsIn(value: unknown, way: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[way, value]]
  if (Array.isArray(value)) return value.flatMap((inner) => stringsIn(inner, way))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => stringsIn(inner, `${way}.${name}`))
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain)
  if (typeof value !== 'object' || value === null) return true
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain)
}

describe('a verb', () => {
  it('refuses what is none of its input before anything is done', async () => {
    const random = randomFor('verb inputs')
    let refused = 0
    let accepted = 0
    for (const { verb, handle } of answers) {
      for (let round = 0; round < rounds; round += 1) {
        const input = hostileInput(verb.input, random)
        if (accepts(verb.input, input)) {
          accepted += 1
          expect([verb.name, input, isPlain(parseRequest(verb.input, input))]).toEqual([verb.name, input, true])
        } else {
          refused += 1
          await expect(handle(input, untouchable), verb.name).rejects.toMatchObject({ code: 'invalid-input' })
        }
      }
    }
    expect(Object.keys(Object.prototype)).toEqual([])
    expect('polluted' in {}).toBe(false)
    expect([refused > answers.length * 10, accepted > answers.length]).toEqual([true, true])
  })

  it('takes a path that leads elsewhere, or a NUL, nowhere but in words', () => {
    const random = randomFor('verb paths')
    const taken = new Set<string>()
    for (const { verb } of answers) {
      for (let round = 0; round < rounds; round += 1) {
        const input = hostileInput(verb.input, random)
        if (!accepts(verb.input, input)) continue
        for (const [way, text] of stringsIn(parseRequest(verb.input, input), verb.name))
          if (/(?:^|\/)\.\.(?:\/|$)|\u0000/.test(text)) taken.add(way)
      }
    }
    expect([...taken].sort()).toEqual([])
  })
})
