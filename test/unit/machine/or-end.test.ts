/** Waiting for an answer of a connection, or for its end. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { orEnd } from '../../../src-main/machine/call-verb.ts'

const reason = new AppError({ code: 'unreachable', message: 'It does not answer.', hint: 'Wake it.' })

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
}

it('an answer that was given is not kept as long as the connection lives', async () => {
  const over = new AbortController()
  const ask = async (): Promise<WeakRef<object>> => {
    const answer = { rows: new Array<number>(1000).fill(0) }
    await orEnd(Promise.resolve(answer), over.signal)
    return new WeakRef(answer)
  }
  const answers = await Promise.all([ask(), ask(), ask()])
  // What was read of a weak reference lives until the end of the turn.
  await new Promise((resolve) => setTimeout(resolve, 0))
  collectGarbage()
  expect(answers.map((answer) => answer.deref())).toEqual([undefined, undefined, undefined])
  over.abort(reason)
})

it('whoever waits hears why the connection ended, also when it had ended before', async () => {
  const over = new AbortController()
  const asked = [orEnd(new Promise(() => undefined), over.signal), orEnd(new Promise(() => undefined), over.signal)]
  over.abort(reason)
  for (const one of asked) await expect(one).rejects.toBe(reason)
  await expect(orEnd(new Promise(() => undefined), over.signal)).rejects.toBe(reason)
})

it("a request that the closing connection rejected by itself gets the link's reason", async () => {
  const over = new AbortController()
  const asked = orEnd(Promise.reject(new Error('Pending response rejected since connection got disposed')), over.signal)
  setTimeout(() => over.abort(reason), 20)
  await expect(asked).rejects.toBe(reason)
})
