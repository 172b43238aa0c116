/** Names by a small grammar: `*` stands for any characters, also none, and `?` for one. Nothing else means anything. */
export function isNamePattern(text: string): boolean {
  return /[*?]/.test(text)
}

/** Of the whole name. Needs at most as many steps as the lengths of both multiplied, whatever the pattern is. */
export function matchesName(pattern: string, name: string): boolean {
  let [at, inName] = [0, 0]
  /** Behind the last `*`, and how far the name was then. */
  let star: { readonly at: number; readonly inName: number } | undefined
  while (inName < name.length) {
    const wanted = pattern[at]
    if (wanted === '*') {
      at += 1
      star = { at, inName }
    } else if (wanted === '?' || wanted === name[inName]) {
      at += 1
      inName += 1
    } else {
      if (star === undefined) return false
      star = { at: star.at, inName: star.inName + 1 }
      at = star.at
      inName = star.inName
    }
  }
  return /^\**$/.test(pattern.slice(at))
}
