/** A rule's path as a person writes and reads it, with /etc; in calls and files it is below /etc: "/hosts". */
export function etcPathOf(pattern: string): string {
  if (pattern === '/etc' || pattern.startsWith('/etc/')) return pattern
  return pattern.startsWith('/') ? `/etc${pattern}` : `/etc/**/${pattern}`
}

/** "/etc/hosts", "hosts": below /etc. Undefined for what is elsewhere, and for what no rule can be. */
export function etcPatternFrom(typed: string): string | undefined {
  const path = typed.trim().replace(/\/+$/, '')
  if (path === '' || (path.startsWith('/') && !path.startsWith('/etc/'))) return undefined
  const pattern = path.startsWith('/') ? path.slice('/etc'.length) : `/${path}`
  const bad = pattern.split('/').some((name) => name === '..' || name === '.') || /[\n\r\0]/.test(pattern)
  return bad ? undefined : pattern
}
