import { expect, it } from 'vitest'
import { assessRoom } from '../../../src-main/commons/placing/on-machine/require-ready.ts'

const mega = 1024 ** 2
const giga = 1024 ** 3
const usage = {
  freeBytes: 50 * giga,
  unallocatedBytes: 40 * giga,
  metadataBytes: giga,
  metadataUsedBytes: giga / 4,
  reservedBytes: giga / 4,
}

it('there is room when both contents that are copied and metadata have it', () => {
  expect(assessRoom(usage, { lines: 100_000, copiedBytes: 49 * giga })).toEqual({ kind: 'enough' })
  expect(assessRoom({ ...usage, unallocatedBytes: 0 }, { lines: 100_000, copiedBytes: 0 })).toEqual({ kind: 'enough' })
})

it('there is too little when the metadata is full, however much there is for files', () => {
  const full = { ...usage, unallocatedBytes: 0, metadataUsedBytes: (giga * 3) / 4 - 100 * mega }
  expect(assessRoom(full, { lines: 1_000, copiedBytes: 0 })).toEqual({ kind: 'enough' })
  expect(assessRoom(full, { lines: 100_000, copiedBytes: 0 })).toMatchObject({
    kind: 'too-little',
    freeBytes: 100 * mega,
  })
})

it('there is too little for files that cannot be shared', () => {
  const room = assessRoom({ ...usage, freeBytes: giga }, { lines: 1, copiedBytes: giga })
  expect(room).toEqual({ kind: 'too-little', neededBytes: giga + 64 * mega, freeBytes: giga })
})
