/** What another program than ours may send: it is answered, or refused by ending the connection, and nothing else happens. */
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { wording } from '../../../src-main/app/wording.ts'
import { defineVerb, type Verb } from '../../../src-main/contract/define.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { parseBoundedJson } from '../../../src-main/machine/read-messages.ts'
import { connectMachine } from '../../../src-main/machine/connect-machine.ts'
import { answer, type Answer } from '../../../src-main/machine/machine.ts'
import { maxMessageBytes } from '../../../src-main/machine/wire.ts'
import { isLong, randomFor } from '../../how-long.ts'
import type { Random } from '../../random.ts'
import { memoryMachine } from './memory-machine.ts'
import { frame, framed, serveBytes, turns } from './serve-bytes.ts'

const double = defineVerb({
  name: 'test.double',
  title: 'double a number',
  mutates: false,
  input: z.object({ value: z.number() }),
  output: z.object({ value: z.number() }),
})
const answers = [answer(double, ({ value }) => Promise.resolve({ value: value * 2 }))]
const sum = defineVerb({ ...double, name: 'test.sum', output: z.array(z.object({ value: z.number() })) })
/** Its own output is not checked where it is sent: it is another program. */
const lieAbout = (verb: Verb, value: unknown): Answer => ({
  verb: { ...verb, output: z.unknown() },
  handle: () => Promise.resolve(value),
})
const ask = (id: number, params: unknown, method = 'verb') => ({ jsonrpc: '2.0', id, method, params })
const hello = (id: number) => frame(ask(id, [], 'hello'))

const refusal = { code: 'invalid-input', problem: { id: 'machine.noMessage' } }
const rounds = isLong ? 20_000 : 400

/** Cut anywhere, as a network does. */
function cut(bytes: Buffer, random: Random): readonly Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const length = random.below(3) === 0 ? 1 + random.below(7) : 1 + random.below(bytes.length)
    pieces.push(bytes.subarray(at, at + length))
    at += length
  }
  return pieces
}

const strange = [
  null,
  0,
  '',
  'verb',
  true,
  [],
  {},
  -1,
  1e308,
  '\u0000',
  '../../etc/passwd',
  'x'.repeat(5_000),
  [[[[[]]]]],
  { a: { b: { c: 1 } } },
] as const

/** JSON.parse makes own properties of these names; an object that is written here would not have them. */
const prototypeKeys = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1}'

/** Whole messages that mean nothing, or something wrong. */
function wrongMessage(random: Random): string {
  const value = () => JSON.stringify(random.pick(strange))
  const id = random.pick(['1e9', '"text"', '-1', 'null', '[]', '{}'])
  const method = random.pick(['verb', 'hello', 'ping', 'nobody', '__proto__', 'toString', '$/setTrace', '$/nobody'])
  return (
    random.pick([
      value(),
      prototypeKeys,
      `[${value()},${value()}]`,
      `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${value()}}`,
      `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":[${value()},${value()}]}`,
      `{"jsonrpc":"2.0","method":"${method}","params":${prototypeKeys}}`,
      `{"jsonrpc":"2.0","id":${id},"result":${value()}}`,
      `{"jsonrpc":"2.0","id":${id},"error":${value()}}`,
      `{"id":${id},"method":"verb","params":{"name":${value()},"input":${value()},"token":${value()}}}`,
      `{"id":${id},"method":"verb","params":{"name":"__proto__","input":${prototypeKeys},"token":"t"}}`,
      `{"id":${id},"method":"verb","params":{"name":"test.double","input":${prototypeKeys},"token":"t"}}`,
      `{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":${random.below(1e9)}}}`,
    ]) ?? ''
  )
}

const body = JSON.stringify(ask(7, [], 'hello'))

/** What is no message: the length, the header or the contents. */
function noMessage(random: Random): string {
  const more = random.below(1e9)
  return (
    random.pick([
      `Content-Length: ${maxMessageBytes + 1 + more}\r\n\r\n`,
      `Content-Length: 9007199254740993\r\n\r\n`,
      `Content-Length: -1\r\n\r\n${body}`,
      `Content-Length: 1e3\r\n\r\n${body}`,
      `Content-Length: 0x10\r\n\r\n${body}`,
      `Content-Length: ${body.length}.0\r\n\r\n${body}`,
      `Content-Length:\r\n\r\n${body}`,
      `Content-Length: 0\r\n\r\n`,
      `Content-Length: ${body.length - 1 - random.below(body.length - 1)}\r\n\r\n${body}`,
      // One of two lengths counts here, and the other one there.
      `Content-Length: ${body.length}\r\nContent-Length: ${maxMessageBytes + more}\r\n\r\n${body}`,
      `X-Content-Length: ${body.length}\r\nContent-Length: ${maxMessageBytes + more}\r\n\r\n${body}`,
      `Content-Length : ${body.length}\r\n\r\n${body}`,
      `content-length: ${body.length}\r\n\r\n${body}`,
      `Content-Type: application/x-gzip\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      `Content-Length: ${body.length}\n\n${body}${' '.repeat(32)}`,
      `\r\n\r\n${body}`,
      'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
      'SSH-2.0-OpenSSH_10.0\r\n'.repeat(3),
      String.fromCharCode(...Array.from({ length: 64 }, () => random.below(128))),
      framed('{'),
      framed('{"a":'),
      framed('\u0000'),
      framed('+{}'),
      framed('NaN'),
      framed(`${'['.repeat(101)}${']'.repeat(101)}`),
      framed('['.repeat(1 + random.below(5_000) + 100)),
      framed('{"a":'.repeat(200)),
      // The library takes the number out of it without looking.
      framed('{"jsonrpc":"2.0","method":"$/cancelRequest"}'),
      framed('{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":null}}'),
    ]) ?? ''
  )
}

describe('an agent', () => {
  it('goes on after messages that mean nothing to it', async () => {
    const random = randomFor('wrong messages')
    for (let round = 0; round < rounds; round += 1) {
      const wrong = Array.from({ length: 1 + random.below(4) }, () => wrongMessage(random))
      const sent = Buffer.from([...wrong.map(framed), hello(8_000_001)].join(''))
      const served = await serveBytes(cut(sent, random), answers)
      expect([wrong, served.refused]).toEqual([wrong, undefined])
      expect([wrong, served.answers.map(({ id }) => id)]).toEqual([wrong, expect.arrayContaining([8_000_001])])
    }
    expect(Object.keys(Object.prototype)).toEqual([])
    expect('polluted' in {}).toBe(false)
  })

  it('ends with the reason at what is no message, and answers nothing after it', async () => {
    const random = randomFor('no messages')
    for (let round = 0; round < rounds; round += 1) {
      const wrong = noMessage(random)
      const sent = Buffer.from([hello(1), wrong, hello(8_000_001)].join(''), 'latin1')
      const served = await serveBytes(cut(sent, random), answers)
      expect([wrong, served.refused]).toMatchObject([wrong, refusal])
      expect([wrong, served.answers.filter(({ id }) => id !== 1)]).toEqual([wrong, []])
    }
  })

  it('ends without a word when a message is cut off', async () => {
    const whole = Buffer.from(hello(1) + hello(2))
    const random = randomFor('cut messages')
    for (let round = 0; round < rounds / 4; round += 1) {
      const sent = whole.subarray(0, random.below(whole.length))
      const { refused, answers: answered } = await serveBytes(cut(sent, random), answers)
      expect(refused).toBeUndefined()
      expect(answered).toHaveLength(sent.length < whole.length / 2 ? 0 : 1)
    }
  })

  it('says that the input of a verb is wrong, with a code of its own and no stack', async () => {
    const inputs = [undefined, null, [], {}, { value: '1' }, { value: [] }]
    const questions = inputs.map((input, at) => frame(ask(at, { name: 'test.double', token: 't', input })))
    const { answers: answered } = await serveBytes([...questions, frame(ask(99, { name: 1 }))], answers)
    expect(answered).toHaveLength(inputs.length + 1)
    for (const { error } of answered) {
      expect(error).toMatchObject({ data: { code: 'invalid-input', problem: { id: 'machine.invalidRequest' } } })
      expect(JSON.stringify(error)).not.toMatch(/at .*\.[cm]?[jt]s:\d/)
    }
  })

  it('takes no memory for what was only announced', async () => {
    const before = process.memoryUsage().arrayBuffers
    const { refused } = await serveBytes([`Content-Length: ${maxMessageBytes}\r\n\r\n{"a":"`])
    expect(refused).toBeUndefined()
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024)
  })
})

describe('the contents of a message', () => {
  it('may be anything that is really sent', () => {
    for (const value of [{}, [], 'text "with" \\ [[[[ {{{{', { a: [{ b: '\\"' }] }, 'ü€😀', ['[', ']', '{', '}']])
      expect(parseBoundedJson(Buffer.from(JSON.stringify(value)))).toEqual(value)
    const deep = `${'['.repeat(100)}${']'.repeat(100)}`
    expect(parseBoundedJson(Buffer.from(deep))).toHaveLength(1)
    expect(parseBoundedJson(Buffer.from(JSON.stringify('['.repeat(1_000))))).toHaveLength(1_000)
  })

  it('are refused where they would take far more memory than they have bytes', () => {
    const many = Buffer.from(`[${'[],'.repeat(maxMessageBytes / 32)}0]`)
    expect(() => parseBoundedJson(many)).toThrow(/too many parts/)
    expect(() => parseBoundedJson(Buffer.alloc(1_000_000, '['))).toThrow(/nested too deeply/)
  })
})

describe('the app', () => {
  const connect = (said: string) => {
    const fromAgent = new PassThrough()
    const whyEnded = () => Promise.resolve(new AppError({ code: 'unreachable', message: 'It ended.' }))
    const connected = connectMachine(
      { isHere: false, fromAgent, toAgent: new PassThrough(), close: () => undefined, whyEnded },
      wording,
    )
    fromAgent.write(Buffer.from(said, 'latin1'))
    void turns(20).then(() => fromAgent.end())
    return connected
  }

  it('says of an agent that sends no messages what is wrong, and reads nothing further', async () => {
    const random = randomFor('lying agent')
    for (let round = 0; round < rounds / 4; round += 1) {
      const wrong = noMessage(random)
      await expect(connect(wrong), wrong).rejects.toMatchObject({ code: 'unreadable-answer' })
    }
  })

  it('says of an answer that is none what it is, with a code of its own and no stack', async () => {
    const { machine } = await memoryMachine('p17', [
      lieAbout(double, { value: 'x' }),
      lieAbout(sum, Array(5_000).fill({ value: 'x' })),
    ])
    for (const verb of [double, sum]) {
      const error: unknown = await machine.call(verb, { value: 1 }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'unreadable-answer' })
      expect((error as AppError).details).not.toMatch(/at .*\.[cm]?[jt]s:\d/)
      expect((error as AppError).details?.length).toBeLessThan(2_001)
    }
  })

  it('is not harmed by messages that mean nothing to it', async () => {
    const random = randomFor('confused agent')
    for (let round = 0; round < rounds / 4; round += 1) {
      const wrong = wrongMessage(random)
      await expect(connect(framed(wrong)), wrong).rejects.toMatchObject({ code: 'unreachable' })
    }
    expect('polluted' in {}).toBe(false)
  })
})
