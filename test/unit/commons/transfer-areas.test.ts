import { expect, it } from 'vitest'
import { imagesTransfers } from '../../../src-main/domains/images/on-machine/images-transfers.ts'
import { homeTransfers } from '../../../src-main/domains/home-sync/on-machine/incoming.ts'
import { areaFacts } from '../../../src-main/commons/transfers/on-machine/areas.ts'

it("compares images in blocks in which one repeated byte is told from another by rsync's rolling sum", () => {
  const option = areaFacts([imagesTransfers], 'images', false).manner.options.find((one) =>
    one.startsWith('--block-size='),
  )
  const bytes = Number(option?.split('=')[1])
  // The sum of `bytes` times the same byte, modulo 65,536 (rsync's checksum.c, get_checksum1).
  expect(new Set([1, 2, 0x13, 0x17, 255].map((byte) => (bytes * byte) % 65_536)).size).toBe(5)
})

it('lets nothing be removed unless the transfer was opened for it', () => {
  expect(areaFacts([homeTransfers], 'home', false).manner.allowed).not.toContain('delete')
  expect(areaFacts([homeTransfers], 'home', true).manner.allowed).toContain('delete')
})

it('sends files to no folder that no capability has declared', () => {
  expect(() => areaFacts([homeTransfers], 'etc', false)).toThrow('Files cannot be sent to "etc".')
})
