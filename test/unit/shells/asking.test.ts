import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Answers, Question } from '../../../src-main/contract/preview.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { askQuestions } from '../../../src-main/shells/cli/asking/ask-questions.ts'
import { openLines } from '../../../src-main/shells/cli/asking/texts.ts'
import type { Line } from '../../../src-main/shells/cli/colours.ts'
import { openTerminal } from '../../../src-main/shells/cli/terminal.ts'
import { question } from '../switch/rehearsed-steps.ts'

/** Types these lines, and gives back what was asked, kept and answered. */
async function type(
  questions: readonly Question[],
  lines: readonly string[],
  differences: () => Promise<readonly Line[]> = () => Promise.resolve([]),
) {
  const input = new PassThrough()
  const output = new PassThrough({ encoding: 'utf8' })
  let said = ''
  output.on('data', (text: string) => (said += text))
  const terminal = openTerminal(input, output)
  const kept: Answers[] = []
  input.end(lines.map((line) => `${line}\n`).join(''))
  const asked = await askQuestions(questions, {
    terminal,
    titleOf: () => 'Home files',
    differences,
    keep: (answers) => Promise.resolve(void kept.push(answers)),
  })
  terminal.close()
  return { ...asked, kept, said: () => said }
}

const keep = { id: 'keep', label: "Keep XPS 13's", effect: 'It stays.', meaning: 'keep', bulk: true } as const
const take = { id: 'take', label: "Use P17's", effect: 'It is replaced.', meaning: 'change', bulk: false } as const
const files = ['a', 'b', 'c'].map((id) => question({ id: `home:${id}`, choices: [keep, take] }))

describe('at a terminal', () => {
  it('asks one question after the other, and keeps each answer at once', async () => {
    const { kind, answers, kept, said } = await type(files, ['1', '2', 'keep'])
    expect(kind).toBe('answered')
    expect(answers).toEqual({ 'home:a': 'keep', 'home:b': 'take', 'home:c': 'keep' })
    expect(kept).toEqual([{ 'home:a': 'keep' }, { 'home:b': 'take' }, { 'home:c': 'keep' }])
    expect(said()).toContain('Home files: 3 questions')
    expect(said()).toContain('[2 of 3] home:b')
    expect(said()).toContain("1  Keep XPS 13's")
  })

  it('stops with q, at the end of the input and not before, and what was answered is kept', async () => {
    for (const lines of [['2', 'q', '1'], ['2']]) {
      const { kind, answers, kept } = await type(files, lines)
      expect({ kind, answers, kept }).toEqual({
        kind: 'stopped',
        answers: { 'home:a': 'take' },
        kept: [{ 'home:a': 'take' }],
      })
    }
  })

  it('says with ? what each choice means, and asks again', async () => {
    const { answers, said } = await type(files.slice(0, 1), ['?', '2'])
    expect(said()).toContain("Use P17's: It is replaced.")
    expect(said()).toContain('"home:a"')
    expect(answers).toEqual({ 'home:a': 'take' })
  })

  it('says what a choice remembers for every later switch', async () => {
    const always = { ...take, rule: { kind: 'etc' } }
    const { said } = await type([question({ id: 'etc:/x', choices: [keep, always] })], ['?', '1'])
    expect(said()).toContain("Use P17's: It is replaced. It also holds for every later switch")
    expect(said()).not.toContain('It stays. It also holds')
  })

  it('shows with d what differs, or why it cannot be shown, and asks again', async () => {
    const looked = question({ id: 'home:a', choices: [keep, take], canLook: true })
    const shown = await type([looked], ['d', '2'], () => Promise.resolve(['-old', '+new']))
    expect(shown.said()).toContain('d differences')
    expect(shown.said()).toContain('-old\n+new\n')
    expect(shown.answers).toEqual({ 'home:a': 'take' })
    const failed = await type([looked], ['d', '1'], () =>
      Promise.reject(new AppError({ code: 'unreachable', message: 'XPS 13 does not answer.' })),
    )
    expect(failed.said()).toContain('XPS 13 does not answer.')
    expect(failed.answers).toEqual({ 'home:a': 'keep' })
  })

  it('offers no difference where there is none to look at', async () => {
    const { said } = await type(files.slice(0, 1), ['d', '1'])
    expect(said()).not.toContain('d differences')
    expect(said()).toContain('Type a number from 1 to 2')
  })

  it('asks again for what it does not understand', async () => {
    const { answers, said } = await type(files.slice(0, 1), ['3', '0', 'x', '', '1'])
    expect(said().match(/Type a number from 1 to 2/g)).toHaveLength(4)
    expect(answers).toEqual({ 'home:a': 'keep' })
  })

  it('takes the safe default for an empty line, where there is one', async () => {
    const { answers, said } = await type([question({ id: 'home:a', choices: [keep, take], safeDefault: 'keep' })], [''])
    expect(said()).toContain("Enter: Keep XPS 13's")
    expect(answers).toEqual({ 'home:a': 'keep' })
  })

  it('uses the suggestion with s, and says why it is suggested', async () => {
    const suggestion = { choice: 'take', why: 'Looks like a setting', bulk: true }
    const { answers, said } = await type([question({ id: 'home:a', choices: [keep, take], suggestion })], ['s'])
    expect(said()).toContain("Use P17's (suggested: Looks like a setting)")
    expect(answers).toEqual({ 'home:a': 'take' })
  })

  it('answers all of the kind at once where that is safe', async () => {
    const other = question({ id: 'etc:/x', form: 'rule', choices: [keep, { ...take, id: 'never' }] })
    const { answers, kept, said } = await type([...files, other], ['2', 'a 1', '2'])
    expect(answers).toEqual({ 'home:a': 'take', 'home:b': 'keep', 'home:c': 'keep', 'etc:/x': 'never' })
    expect(kept).toEqual([{ 'home:a': 'take' }, { 'home:b': 'keep', 'home:c': 'keep' }, { 'etc:/x': 'never' }])
    expect(said()).toContain('2 questions answered.')
  })

  it('does not delete with the answer that replaces', async () => {
    const replace = { ...take, bulk: true }
    const remove = { ...take, label: 'Delete from XPS 13', meaning: 'remove', bulk: true } as const
    const [first, second] = ['a', 'b'].map((id) => question({ id: `home:${id}`, choices: [keep, replace] }))
    const alone = question({ id: 'home:only', choices: [keep, remove] })
    if (first === undefined || second === undefined) throw new Error('there are questions')
    const { kind, answers } = await type([first, alone, second], ['a 2', 'q'])
    expect(kind).toBe('stopped')
    expect(answers).toEqual({ 'home:a': 'take', 'home:b': 'take' })
  })

  it('answers one by one what must not be chosen for many', async () => {
    const { answers, said } = await type(files, ['a 2', 'a2', '2', '1', '1'])
    expect(said().match(/"Use P17's" is answered one by one/g)).toHaveLength(2)
    expect(answers).toEqual({ 'home:a': 'take', 'home:b': 'keep', 'home:c': 'keep' })
  })

  it('uses only those suggestions for many that may be', async () => {
    const suggest = (bulk: boolean) => ({ choice: 'take', why: 'A setting', bulk })
    const [a, b, c] = files.map((one, index) => ({ ...one, suggestion: suggest(index !== 1) }))
    if (a === undefined || b === undefined || c === undefined) throw new Error('there are three')
    const { answers } = await type([a, b, c], ['a s', '1'])
    expect(answers).toEqual({ 'home:a': 'take', 'home:b': 'keep', 'home:c': 'take' })
  })

  it('shows characters that a terminal would obey, and names over several lines, as what they are', async () => {
    const title = 'a\u001b[2J\u202Efdp.exe\nStart copying to XPS 13 now?\u009b'
    const { said } = await type([question({ id: 'home:a', title, reason: title })], ['1'])
    expect(said()).toContain('a\\u001b[2J\\u202efdp.exe\\nStart copying')
    for (const raw of ['\u001b', '\u202e', '\u009b']) expect(said()).not.toContain(raw)
    expect(said()).not.toMatch(/^Start copying/m)
  })
})

it('a script is told what is open in few lines', () => {
  const many = Array.from({ length: 320 }, (_, index) => question({ id: `home:${index}`, choices: [keep, take] }))
  const etc = question({ id: 'etc:/x', form: 'rule', safeDefault: 'keep' })
  const lines = openLines([...many, etc], ({ form }) => (form === 'rule' ? '/etc files' : 'Home files'))
  expect(lines).toEqual([
    'Home files: 320 questions',
    '  home:0  keep | take  both changed it',
    '  home:1  keep | take  both changed it',
    '  home:2  keep | take  both changed it',
    '  … 317 more',
    '/etc files: 1 question',
    '  etc:/x  [keep] | take  both changed it',
  ])
})
