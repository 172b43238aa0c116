/**
 * Matches paths in a small grammar: anchored, `*` and `?` match within one name, and everything below a matching path
 * matches too.
 */
export function pathPattern(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  return new RegExp(`^${text}(/|$)`)
}
