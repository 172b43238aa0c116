import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { nameWithArchitecture } from '../../../src-main/contract/package-rule.ts'

/**
 * By which one is known in a list and an address: "curl:amd64" of apt, "snap:firefox:amd64". No name has a colon, so none of one
 * manager is taken for one of another.
 */
export function keyOfPackage(one: Pick<ComparedPackage, 'manager' | 'name' | 'architecture'>): string {
  const key = nameWithArchitecture(one)
  return one.manager === 'apt' ? key : `${one.manager}:${key}`
}
