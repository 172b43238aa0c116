/** How few questions apt needs where something is to be left as it is, or dependencies are broken. */
import { expect, it } from 'vitest'
import { packagesMessages } from '../../../src-main/domains/packages/messages.ts'
import type { PackageAction } from '../../../src-main/domains/packages/model.ts'
import { fitPackages } from '../../../src-main/domains/packages/on-machine/fit-packages.ts'
import { limitsWith, repairsAmong } from '../../../src-main/domains/packages/on-machine/answer-simulate.ts'
import type { AskApt, Transaction, Limits } from '../../../src-main/domains/packages/on-machine/simulate.ts'

const ref = (name: string) => ({ name, arch: 'amd64' })
const wanted = (name: string) => ({ ...ref(name), version: '1' })
const update = (name: string): PackageAction => ({ ...ref(name), act: 'update', version: '2', before: '1' })
const put = (name: string): PackageAction => ({ ...wanted(name), act: 'install' })
const remove = (name: string): PackageAction => ({ ...ref(name), act: 'remove', before: '1' })
const many = Array.from({ length: 100 }, (_, index) => wanted(`pkg${index}`))
const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name)

/** `along`: what apt does besides. */
function aptThat(along: (transaction: Transaction) => readonly PackageAction[]) {
  const calls: Transaction[] = []
  const ask: AskApt = (transaction) => {
    calls.push(transaction)
    const held = [...names(transaction.install), ...names(transaction.remove)].includes('left')
    const actions = [...transaction.install.map(({ name }) => put(name)), ...along(transaction)]
    if (held && names(actions).includes('misfit')) {
      return Promise.resolve({ kind: 'impossible', words: 'misfit : Depends: left (>= 2) but 1 is to be installed' })
    }
    return Promise.resolve({ kind: 'possible', actions })
  }
  return { calls, ask }
}

it.each([
  ['updated', update],
  ['installed', put],
  ['removed', remove],
] as const)(
  'finds with four questions which of a hundred would have a package %s that is to be left',
  async (_, act) => {
    const { calls, ask } = aptThat(({ install }) => (names(install).includes('misfit') ? [act('left')] : []))
    const all = many.toSpliced(50, 0, wanted('misfit'))
    const fit = await fitPackages(all, { remove: [], leave: [ref('left')] }, ask)
    expect([fit.accepted.length, fit.rejected]).toMatchObject([
      100,
      [{ name: 'misfit', reason: packagesMessages.changesLeft({ names: ['left'] }) }],
    ])
    expect(calls).toHaveLength(4)
  },
)

it('asks once where broken dependencies are put right by a change of what is to be left', async () => {
  const repairs = [update('left'), remove('orphan')]
  const { calls, ask } = aptThat(() => repairs)
  const limits = limitsWith(repairs, { remove: [], leave: [ref('left'), ref('other')] })
  expect(limits).toEqual({ remove: [ref('orphan')], leave: [ref('other')] } satisfies Limits)
  const fit = await fitPackages(many, limits, ask)
  expect([fit.accepted.length, fit.rejected, calls.length]).toEqual([100, [], 1])
})

it('calls a repair what is done, and not what would be done without the rest', () => {
  const repairs = [put('lib'), remove('orphan')]
  expect(repairsAmong(repairs, [put('lib'), remove('orphan'), put('tool')])).toEqual(repairs)
  expect(repairsAmong(repairs, [update('orphan'), put('tool')])).toEqual([update('orphan')])
  expect(repairsAmong(repairs, [put('tool')])).toEqual([put('tool')])
})
