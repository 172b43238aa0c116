/** The one place that knows what a secret looks like. Logs, and the details of errors, pass through it. */

const secretNames = /pass(word|phrase)?|secret|token|api-?key|private|psk|cookie|authorization|ticket/i

/** Each is linear in the length of the text, which may be another laptop's. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, '[private key]'],
  // A URL may carry "user:password@".
  [/(:\/\/)[^\s/@:]+:[^\s/@]+@/g, '$1[hidden]@'],
  // A name and its value, as configuration files and tools write them.
  [
    /((?:pass(?:word|wd|phrase)|secret|token|api[-_]?key|psk|cookie)["']?[ \t]{0,9}[:=][ \t]{0,9})("[^"\n]*"?|'[^'\n]*'?|[^\s"',;]+)/gi,
    '$1[hidden]',
  ],
  [/(authorization["']?[ \t]{0,9}[:=][ \t]{0,9})[^\n]+/gi, '$1[hidden]'],
  // Our own: what opens the door once, and the page once.
  [/(\bticket |\/enter\/)[0-9a-f]{64}/g, '$1[hidden]'],
]

export function redactText(text: string): string {
  return secretTexts.reduce((told, [secret, instead]) => told.replace(secret, instead), text)
}

/** Removes what must never be logged: values under secret names, and secrets inside texts. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, secretNames.test(name) ? '[hidden]' : redact(inner)]),
    )
  }
  return value
}
