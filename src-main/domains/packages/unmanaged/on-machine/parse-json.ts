/** Undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // Whoever wrote it.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
