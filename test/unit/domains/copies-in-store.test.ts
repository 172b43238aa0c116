/** A copy of a store whose record cannot be read is one all the same, and what it consists of stays. */
import { expect, it } from 'vitest'
import { contentsOf, partsOfNone } from '../../../src-main/domains/copies/on-machine/store-contents.ts'
import { undescribed, type Copy } from '../../../src-main/domains/copies/schemas.ts'
import { toolsMessages } from '../../../src-main/tools/messages.ts'
import type { StoredSnapshot } from '../../../src-main/tools/restic/restic.ts'

const [one, other] = ['20261118T100000000Z-one', '20261119T100000000Z-two']
const own = 'key-of-p17'

const stored = (name: string, setId: string, kind: string): StoredSnapshot => ({
  ...{ id: name.padEnd(64, '0'), time: '', hostname: 'p17', paths: [] },
  tags: [`pc-switcher-${kind}`, `set=${setId}`, `owner=${own}`],
})
const all = [
  ...[stored('aa', one, 'part'), stored('ab', one, 'copy')],
  ...[stored('ba', other, 'part'), stored('bb', other, 'copy')],
  // A run was stopped before it had written its record.
  stored('ca', '20261120T100000000Z-three', 'part'),
]
const copyOf = (setId: string, part: string): Copy => {
  const at = `2026-11-${setId.slice(6, 8)}T10:00:00.000Z`
  const { version, laptop, owner, copiedAt, set, bytes } = undescribed({ laptop: 'p17', owner: own, id: setId, at })
  return { version, laptop, owner, copiedAt, set, bytes, parts: { home: part }, isWhole: true }
}
const records: Record<string, string> = {
  ab: JSON.stringify(copyOf(one, 'aa')),
  bb: JSON.stringify(copyOf(other, 'ba')),
}
const reading = (changed: Readonly<Record<string, string>>) => (id: string) =>
  Promise.resolve({ ...records, ...changed }[id.replaceAll('0', '')] ?? '')
const contents = (changed: Readonly<Record<string, string>>, known: readonly Copy[] = []) =>
  contentsOf(all, known, reading(changed))
const left = async (found: ReturnType<typeof contents>) => partsOfNone(await found, own).map((id) => id.slice(0, 2))

it('what a stopped run left goes, and what copies have stays', async () => {
  expect((await contents({})).copies).toEqual([copyOf(other, 'ba'), copyOf(one, 'aa')])
  expect(await left(contents({}))).toEqual(['ca'])
})

it.each(['', '{"version":1', '{"version":2,"laptop":"p17"}'])(
  'a record that is %j is that of a damaged copy',
  async (text) => {
    const { copies } = await contents({ ab: text })
    expect(copies).toEqual([
      copyOf(other, 'ba'),
      expect.objectContaining({ owner: own, isUnreadable: true, parts: {} }),
    ])
    expect(await left(contents({ ab: text }))).toEqual(['ca'])
  },
)

it('a record that the store has lost hides no other copy, and one that it does not give now is an error', async () => {
  const failing = (error: Error) => (id: string) => (id.startsWith('ab') ? Promise.reject(error) : reading({})(id))
  const lost = await contentsOf(all, [], failing(toolsMessages.storeDamaged({})))
  expect(lost.copies.map(({ set, isUnreadable }) => [set.id, isUnreadable])).toEqual([
    [other, undefined],
    [one, true],
  ])
  await expect(contentsOf(all, [], failing(toolsMessages.storeLocked({ by: '' })))).rejects.toMatchObject({
    code: 'locked',
  })
})

it('a record that could not be read is read again, and one that is known is not', async () => {
  const damaged = undescribed({ laptop: 'p17', owner: own, id: one, at: '' })
  expect((await contents({ bb: '' }, [damaged, copyOf(other, 'ba')])).copies).toEqual([
    copyOf(other, 'ba'),
    copyOf(one, 'aa'),
  ])
})
