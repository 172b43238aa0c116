/**
 * File names on Linux are bytes, not text. Inside the program a path is a string with one character
 * (U+0000 to U+00FF) for each byte, the way Node's 'latin1' decodes: nothing is lost, it sorts like `LC_ALL=C`,
 * and it crosses JSON. Only for a person is it decoded as UTF-8.
 */
export type BytePath = string

export function bytePathFromBuffer(bytes: Uint8Array): BytePath {
  return Buffer.from(bytes).toString('latin1')
}

export function bufferFromBytePath(path: BytePath): Buffer {
  return Buffer.from(path, 'latin1')
}

/** UTF-8 text to a byte path. */
export function bytePathFromText(text: string): BytePath {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** For people: bytes that are not UTF-8 become U+FFFD, control characters are written as escapes. */
export function textFromBytePath(path: BytePath): string {
  const text = Buffer.from(path, 'latin1').toString('utf8')
  // eslint-disable-next-line no-control-regex -- control characters are exactly what has to be found
  return text.replace(/[\u0000-\u001f\u007f]/g, (character) => JSON.stringify(character).slice(1, -1))
}

/**
 * As part of an id: two paths never have the same. UTF-8 stays readable; control characters, backslashes, and all that is not
 * ASCII in a path that is not UTF-8 are written out.
 */
export function exactText(path: BytePath): string {
  // eslint-disable-next-line no-control-regex -- control characters are among what has to be found
  const special = isUtf8(path) ? /[\0-\x1f\x7f\\]/g : /[^ -[\]-~]/g
  const written = path.replace(special, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return Buffer.from(written, 'latin1').toString('utf8')
}

/** Whether it is UTF-8: Syncthing carries no other names. */
export function isUtf8(path: BytePath): boolean {
  const bytes = bufferFromBytePath(path)
  return Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes)
}

/** The same by itself. What was cut out of a text keeps all of that in memory for as long as it is held. */
export function ownBytePath(path: BytePath): BytePath {
  return bytePathFromBuffer(bufferFromBytePath(path))
}
