/** By what the page of programs and a plan know one thing: of a list, an address, and a line of what a switch does. */
import { assertNever } from '../kernel/assert-never.ts'
import { nameWithArchitecture } from './package-rule.ts'
import type { ComparedPackage } from './packages-calls.ts'
import type { ComparedOther, SettingTopic } from './packages-others.ts'

/**
 * "curl:amd64" of apt, "snap:firefox:amd64", "flatpak-home:org.gnome.Maps:x86_64". No name has a colon, so none of one manager is
 * taken for one of another.
 */
export function keyOfPackage(one: Pick<ComparedPackage, 'manager' | 'name' | 'architecture' | 'scope'>): string {
  const key = nameWithArchitecture(one)
  if (one.scope === 'person') return `${one.manager}-home:${key}`
  return one.manager === 'apt' ? key : `${one.manager}:${key}`
}

/** Of what stands beside packages. */
export const otherKeys = {
  unit: ({ name, scope }: { readonly name: string; readonly scope?: 'users' | undefined }): string =>
    ['unit', ...(scope === undefined ? [] : [scope]), name].join(':'),
  source: (manager: 'apt' | 'flatpak' | 'flatpak-home', name: string): string => `source:${manager}:${name}`,
  setting: (topic: SettingTopic, name: string): string => `setting:${topic}:${name}`,
  program: (place: string): string => `program:${place}`,
} as const

export function isSourceKey(key: string): boolean {
  return key.startsWith('source:')
}

/** "unit:cups.service", "source:apt:https://example.org stable", "program:/opt/tool". */
export function keyOfOther(one: ComparedOther): string {
  switch (one.kind) {
    case 'unit':
      return otherKeys.unit(one)
    case 'source':
      return otherKeys.source(one.scope === 'person' ? 'flatpak-home' : one.manager, one.name)
    case 'setting':
      return otherKeys.setting(one.topic, one.name)
    case 'program':
      return otherKeys.program(one.name)
    default:
      return assertNever(one)
  }
}
