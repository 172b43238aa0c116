import type { KnownSubvolumes } from '../../../src-main/commons/ledger/on-machine/known-subvolumes.ts'

/** Of a laptop whose file system has no subvolumes; test/real/known-subvolumes.test.ts has one with some. */
export const noSubvolumes: KnownSubvolumes = {
  record: () => Promise.resolve(),
  notice: () => Promise.resolve(),
}
