/**
 * For lists of paths in a small grammar: anchored, `*` and `?` stand for anything within one name, and what lies below
 * what is named is meant too.
 */
export function pathPattern(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  return new RegExp(`^${text}(/|$)`)
}
