/**
 * Matches paths in a small grammar: anchored, `*` and `?` match within one name, and everything below a matching path
 * matches too. A path that begins with two asterisks as a name is meant at any depth.
 */
export function pathPattern(pattern: string): RegExp {
  const isAnywhere = pattern.startsWith('/**/')
  const text = (isAnywhere ? pattern.slice('/**'.length) : pattern)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  return new RegExp(`^${isAnywhere ? '.*' : ''}${text}(/|$)`, 's')
}
