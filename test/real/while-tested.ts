/** What is made for tests and removed after them: a disk, or a laptop on one. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'

interface Removable {
  remove(): void
}

/** A new one for each test; the same object, so that it can be named before there is one. */
export function forEachTest<T extends Removable>(make: () => T): T {
  const made = {} as T
  beforeEach(() => void Object.assign(made, make()))
  afterEach(() => made.remove())
  return made
}

/** One for all tests of a file or of what is described. */
export function forAllTests<T extends Removable>(make: () => T): T {
  const made = {} as T
  beforeAll(() => void Object.assign(made, make()))
  afterAll(() => made.remove())
  return made
}
