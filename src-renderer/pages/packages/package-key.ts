import type { ComparedOther } from '../../../src-main/contract/packages-others.ts'
import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { assertNever } from '../../../src-main/kernel/assert-never.ts'
import { nameWithArchitecture } from '../../../src-main/contract/package-rule.ts'

/**
 * By which one is known in a list and an address: "curl:amd64" of apt, "snap:firefox:amd64", "flatpak-home:org.gnome.Maps:x86_64".
 * No name has a colon, so none of one manager is taken for one of another.
 */
export function keyOfPackage(one: Pick<ComparedPackage, 'manager' | 'name' | 'architecture' | 'scope'>): string {
  const key = nameWithArchitecture(one)
  if (one.scope === 'person') return `${one.manager}-home:${key}`
  return one.manager === 'apt' ? key : `${one.manager}:${key}`
}

/**
 * The same of what stands beside packages: "unit:cups.service", "source:apt:https://example.org stable",
 * "program:/opt/tool".
 */
export function keyOfOther(one: ComparedOther): string {
  switch (one.kind) {
    case 'unit':
      return ['unit', ...(one.scope === undefined ? [] : [one.scope]), one.name].join(':')
    case 'source':
      return `source:${one.manager}${one.scope === 'person' ? '-home' : ''}:${one.name}`
    case 'setting':
      return `setting:${one.topic}:${one.name}`
    case 'program':
      return `program:${one.name}`
    default:
      return assertNever(one)
  }
}
