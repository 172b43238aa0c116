import type { EtcRule } from '../../../src-main/contract/calls.ts'

/** Rules are written below /etc; a person knows the whole path. */
export function pathOfRule({ pattern }: Pick<EtcRule, 'pattern'>): string {
  if (pattern === '/etc' || pattern.startsWith('/etc/')) return pattern
  return pattern.startsWith('/') ? `/etc${pattern}` : `/etc/**/${pattern}`
}

export function keyOfRule({ origin, pattern, line }: EtcRule): string {
  return `${origin}:${pattern}:${line ?? ''}`
}

/** What a person types ("/etc/hosts", "hosts") as a pattern below /etc; absent when it cannot be one. */
export function patternFrom(typed: string): string | undefined {
  const path = typed.trim().replace(/^\/etc(?=\/|$)/, '')
  const pattern = path.startsWith('/') ? path : `/${path}`
  const bad = pattern === '/' || pattern.split('/').includes('..') || /[\n\r\0]/.test(pattern)
  return bad ? undefined : pattern
}
