/** Pairing at a terminal: nothing is sent before the key was compared, and nothing is changed before everything was shown. */
import { describe, expect, it } from 'vitest'
import { calls } from '../../../src-main/contract/calls.ts'
import { callEnvelopeSchema } from '../../../src-main/contract/envelope.ts'
import type { PairingFinding } from '../../../src-main/contract/pairing-calls.ts'
import { textOf, type Line } from '../../../src-main/shells/cli/colours.ts'
import type { CliCommand } from '../../../src-main/shells/cli/program-parts.ts'
import { pairCommand, unpairCommand } from '../../../src-main/shells/cli/pair/commands.ts'
import { connectionOf, outputInto } from './command-parts.ts'

const fingerprint = `SHA256:${'a'.repeat(43)}`
const identity = { fingerprint, words: ['harbour', 'violet', 'canyon', 'seven', 'lantern', 'orbit'] }
const laptop = (name: string) => ({ name, system: 'Debian 13', plan: [`An account on ${name}`] })

interface Dialogue {
  /** What the person types, a line each; absent: there is no terminal. */
  readonly typed?: readonly string[]
  readonly findings?: readonly PairingFinding[]
}

async function run(command: CliCommand, { typed, findings = [] }: Dialogue = {}) {
  const [said, asked, questions]: [string[], string[], string[]] = [[], [], []]
  const inputs: Record<string, unknown> = {}
  const answers: Readonly<Record<string, unknown>> = {
    [calls.pairingOwnKey.name]: { name: 'p17', identity },
    [calls.pairingFind.name]: [
      { target: 'xps.local', from: 'network' },
      { target: 'work', from: 'settings' },
    ],
    [calls.pairingLook.name]: { user: 'alice', address: '10.0.0.2', port: 22, identity },
    [calls.pairingInspect.name]: { kind: 'inspected', here: laptop('p17'), there: laptop('xps'), findings },
    [calls.pairingBegin.name]: { kind: 'paired', here: 'p17', there: 'xps' },
    [calls.pairingInspectAlone.name]: { kind: 'inspected', here: laptop('p17'), findings },
    [calls.pairingAlone.name]: { kind: 'set-up', here: 'p17' },
    [calls.pairingLeave.name]: { kind: 'unpaired', laptops: ['p17'] },
    [calls.doctor.name]: { items: [] },
  }
  const send = (name: string, envelope: unknown) => {
    asked.push(name)
    inputs[name] = callEnvelopeSchema.parse(envelope).input
    return Promise.resolve({ ok: true, value: answers[name] })
  }
  const lines = [...(typed ?? [])]
  const ask = (question: string) => {
    questions.push(question)
    return Promise.resolve(lines.shift())
  }
  const terminal = {
    say: (line: Line) => void said.push(textOf(line)),
    ask,
    show: () => Promise.resolve(),
    close: () => undefined,
  }
  const output = { ...outputInto(said), ...(typed === undefined ? {} : { terminal: () => terminal }) }
  const end: unknown = await command(connectionOf(send), output).catch((thrown: unknown) => thrown)
  return { end, said: said.join('\n'), asked, questions, inputs }
}

const plain = { yes: false, passwordStdin: false }

describe('pair at a terminal', () => {
  it('shows the key of this laptop without a host, and which ones could be the other', async () => {
    const { end, said } = await run(pairCommand(undefined, plain), { typed: [] })
    expect(end).toBe(0)
    expect(said).toContain(`The key of p17, to compare when you pair from the other laptop:\n  ${fingerprint}`)
    expect(said).toMatch(/ {2}xps\.local +on this network\n {2}work +in your SSH settings$/)
  })

  it('shows the key and its words, then everything that will be set up, and asks about each', async () => {
    const { end, said, asked, questions, inputs } = await run(pairCommand('xps', plain), { typed: ['y', 'yes'] })
    expect(end).toBe(0)
    expect(asked).toEqual(['pairing.look', 'pairing.inspect', 'pairing.begin', 'doctor'])
    expect(questions).toEqual(['Is it the same? [y/N] ', 'Set this up on both laptops? [y/N] '])
    expect(said).toContain(fingerprint)
    expect(said).toContain('harbour violet canyon seven lantern orbit')
    expect(said).toContain('An account on p17')
    expect(said).toContain('p17 and xps are paired.')
    expect(inputs['pairing.begin']).toMatchObject({ target: 'xps', fingerprint })
  })

  it.each([
    { typed: ['n'], asked: ['pairing.look'] },
    { typed: [''], asked: ['pairing.look'] },
    { typed: [], asked: ['pairing.look'] },
    { typed: ['y', 'n'], asked: ['pairing.look', 'pairing.inspect'] },
    { typed: ['y', 'maybe'], asked: ['pairing.look', 'pairing.inspect'] },
    { typed: undefined, asked: ['pairing.look'] },
  ])('goes no further than the person says: $typed', async ({ typed, asked: expected }) => {
    const { end, asked } = await run(pairCommand('xps', plain), typed === undefined ? {} : { typed })
    expect(asked).toEqual(expected)
    expect(end).toMatchObject({ code: 'needs-answers' })
  })

  it('takes a fingerprint that was given for the comparison, and sends nothing to another laptop', async () => {
    const same = await run(pairCommand('xps', { ...plain, fingerprint }), { typed: ['y'] })
    expect(same.questions).toEqual(['Set this up on both laptops? [y/N] '])
    expect(same.end).toBe(0)
    const other = await run(pairCommand('xps', { ...plain, yes: true, fingerprint: `SHA256:${'b'.repeat(43)}` }))
    expect(other.asked).toEqual(['pairing.look'])
    expect(other.end).toMatchObject({ code: 'host-key-changed' })
  })

  it('asks nothing more where something refuses it, and says what', async () => {
    const finding = { verdict: 'refused' as const, text: '/home of xps is not on btrfs.', hint: 'It needs btrfs.' }
    const { end, asked, questions, said } = await run(pairCommand('xps', plain), { typed: ['y'], findings: [finding] })
    expect(asked).toEqual(['pairing.look', 'pairing.inspect'])
    expect(questions).toHaveLength(1)
    expect(said).toContain('✗ /home of xps is not on btrfs.')
    expect(end).toMatchObject({ code: 'blocked' })
  })
})

describe('pair without another laptop', () => {
  const alone = { ...plain, alone: true }

  it('shows what will be set up here, asks, and says how copies come back', async () => {
    const { end, said, asked, questions } = await run(pairCommand(undefined, alone), { typed: ['y'] })
    expect(end).toBe(0)
    expect(asked).toEqual(['pairing.inspectAlone', 'pairing.alone'])
    expect(questions).toEqual(['Set this up on this laptop? [y/N] '])
    expect(said).toContain('An account on p17')
    expect(said).toContain('pc-switcher copies place add NAME WHERE')
  })

  it('goes no further than the person says, and takes no other laptop', async () => {
    const no = await run(pairCommand(undefined, alone), { typed: ['n'] })
    expect([no.asked, no.end]).toEqual([['pairing.inspectAlone'], expect.objectContaining({ code: 'needs-answers' })])
    const both = await run(pairCommand('xps', alone), { typed: ['y'] })
    expect([both.asked, both.end]).toEqual([[], expect.objectContaining({ code: 'invalid-input' })])
    const finding = { verdict: 'refused' as const, text: '/home is not on btrfs.', hint: 'It needs btrfs.' }
    const refused = await run(pairCommand(undefined, alone), { typed: ['y'], findings: [finding] })
    expect(refused.end).toMatchObject({
      code: 'blocked',
      message: 'This laptop cannot be set up yet. Nothing was changed.',
    })
  })
})

describe('unpair at a terminal', () => {
  it('asks first, and takes back on this laptop alone where that was said', async () => {
    const here = await run(unpairCommand({ ...plain, here: true }), { typed: ['y'] })
    expect(here.questions).toEqual(['Take the pairing back on this laptop alone? [y/N] '])
    expect(here.inputs['pairing.leave']).toEqual({ onlyHere: true, passwords: {} })
    expect(here.said).toContain('No longer paired: p17.')
    const both = await run(unpairCommand({ ...plain, here: false }), { typed: ['y'] })
    expect(both.inputs['pairing.leave']).toEqual({ onlyHere: false, passwords: {} })
    const not = await run(unpairCommand({ ...plain, here: false }), { typed: ['n'] })
    expect([not.asked, not.end]).toMatchObject([[], { code: 'needs-answers' }])
  })
})
