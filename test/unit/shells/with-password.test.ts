import { expect, it } from 'vitest'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { withPassword } from '../../../src-main/shells/cli/asking/with-password.ts'

const refusal = new AppError({ code: 'needs-password', message: 'Your password is needed.' })

/** What was asked of the person, with what they type and what was handed in; "right" is the password. */
async function run(typed: readonly (string | undefined)[], known?: string) {
  const asked: boolean[] = []
  const given: (string | undefined)[] = []
  const answers = [...typed]
  const ask = ({ wrong }: { readonly wrong: boolean }) => {
    asked.push(wrong)
    return Promise.resolve(answers.shift())
  }
  const done = withPassword({ ...(known === undefined ? {} : { known }), ask }, (password) => {
    given.push(password)
    return password === 'right' ? Promise.resolve('started') : Promise.reject(refusal)
  })
  return { ended: await done.catch((thrown: unknown) => thrown), asked, given }
}

it('asks when it is needed, again when it was another one, and no more once it fits', async () => {
  expect(await run(['wrong', 'right'])).toEqual({
    ended: 'started',
    asked: [false, true],
    given: [undefined, 'wrong', 'right'],
  })
})

it('uses one that was handed in, and says why it was refused when nobody types another', async () => {
  expect(await run([], 'right')).toEqual({ ended: 'started', asked: [], given: ['right'] })
  expect(await run([undefined], 'wrong')).toEqual({ ended: refusal, asked: [true], given: ['wrong'] })
})

it('does not ask about anything else that fails', async () => {
  const broken = new Error('broken')
  const ask = () => Promise.reject(new Error('asked'))
  await expect(withPassword({ ask }, () => Promise.reject(broken))).rejects.toBe(broken)
})
