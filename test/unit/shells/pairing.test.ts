import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { describe, expect, it } from 'vitest'
import type { NeedsPassword, Passwords } from '../../../src-main/contract/pairing-calls.ts'
import { askHidden, readFirstLine } from '../../../src-main/shells/cli/asking/with-password.ts'
import { createPasswordKeeper } from '../../../src-main/shells/cli/pair/commands.ts'

/** Wants all three, the same one here and there but for `sudoHere`. */
function laptops(right: Required<Passwords>) {
  return (given: Passwords): Promise<NeedsPassword | { kind: 'inspected' }> => {
    const missing = (['signIn', 'sudoThere', 'sudoHere'] as const).find((name) => given[name] !== right[name])
    return Promise.resolve(
      missing === undefined
        ? { kind: 'inspected' }
        : { kind: 'needs-password', for: missing, wrong: given[missing] !== undefined },
    )
  }
}

describe('the passwords of pairing', () => {
  it('are asked for once, and again only where it does not fit', async () => {
    const typed = ['one', 'two']
    const asked: NeedsPassword[] = []
    const keeper = createPasswordKeeper({
      ask: (needed) => {
        asked.push(needed)
        return Promise.resolve(typed.shift())
      },
    })
    const call = laptops({ signIn: 'one', sudoThere: 'one', sudoHere: 'two' })
    expect(await keeper.until(call)).toEqual({ kind: 'inspected' })
    expect(asked).toEqual([
      { kind: 'needs-password', for: 'signIn', wrong: false },
      { kind: 'needs-password', for: 'sudoHere', wrong: true },
    ])
    // What was typed is used by the next call too.
    expect(await keeper.until(call)).toEqual({ kind: 'inspected' })
    expect(asked).toHaveLength(2)
  })

  it('end the command where nobody can be asked', async () => {
    const keeper = createPasswordKeeper({ known: 'wrong', ask: () => Promise.resolve(undefined) })
    await expect(keeper.until(laptops({ signIn: 'one', sudoThere: 'one', sudoHere: 'one' }))).rejects.toMatchObject({
      code: 'needs-answers',
      message: 'The password to sign in on the other laptop is wrong.',
    })
  })

  it('are tried at once where one is known, so that no sshd has to refuse first', async () => {
    const given: Passwords[] = []
    const call = laptops({ signIn: 'one', sudoThere: 'one', sudoHere: 'one' })
    const keeper = createPasswordKeeper({ known: 'one', ask: () => Promise.resolve(undefined) })
    await keeper.until((passwords) => {
      given.push(passwords)
      return call(passwords)
    })
    expect(given[0]).toEqual({ signIn: 'one' })
    expect(given.at(-1)).toEqual({ signIn: 'one', sudoThere: 'one', sudoHere: 'one' })
  })

  it('come from standard input as its first line', async () => {
    const input = PassThrough.from(['pass ', 'word\r\nmo', 're\n'])
    expect(await readFirstLine(input)).toBe('pass word')
    expect(await readFirstLine(input)).toBe('more')
  })

  it.each([
    { keys: 'secre\u007fet\r', answer: 'secret', what: 'with corrections' },
    { keys: 'sec\u0003', answer: undefined, what: 'ended by Ctrl+C' },
  ])('are not shown as they are typed, $what', async ({ keys, answer }) => {
    const modes: boolean[] = []
    const input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => modes.push(on) })
    const output = new PassThrough()
    const asking = askHidden('Password: ', input as unknown as ReadStream, output)
    input.write(keys)
    expect(await asking).toBe(answer)
    expect(String(output.read())).toBe('Password: \n')
    expect(modes).toEqual([true, false])
  })
})
