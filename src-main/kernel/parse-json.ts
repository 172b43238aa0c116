/** Undefined for what is no JSON, which a schema refuses as well. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
