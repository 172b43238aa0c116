/** What is made for tests and removed after them: a disk, or a laptop on one. */
import { beforeAll, beforeEach } from 'vitest'

interface Removable {
  remove(): void
}

/** A new one for each test; the same object, so that it can be named before there is one. */
export function forEachTest<T extends Removable>(make: () => T): T {
  const made = {} as T
  beforeEach(() => removal(Object.assign(made, make())))
  return made
}

/** One for all tests of a file or of what is described. */
export function forAllTests<T extends Removable>(make: () => T): T {
  const made = {} as T
  beforeAll(() => removal(Object.assign(made, make())))
  return made
}

/** Of what was made alone, after the test's own hooks. */
const removal = (made: Removable) => () => made.remove()
