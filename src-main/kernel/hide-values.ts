/** Values of a text with secrets, hidden from over the shoulder. */

/** "PrivateKey = abc" becomes "PrivateKey = ••••••"; a line without a name is hidden whole. Headings stay. */
export function hideValues(line: string): string {
  if (/^\s*(\[[^\]]*\]\s*|[#;][^=:]*)?$/.test(line)) return line
  // A name is short and its value does not begin with "=": the padding of a key in base64 is no sign of a name.
  const name = /^(\s*[#;]?\s*["']?[A-Za-z][\w.\- ]{0,40}?["']?\s*[=:]\s*)[^\s=]/.exec(line)?.[1]
  return name === undefined ? '••••••••' : `${name}••••••`
}
