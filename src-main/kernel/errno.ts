/** The name of a failed system call's error (errno(3)): "ENOENT". Undefined for anything else. */
export function errnoOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined
}

/** Whether a system call failed with one of these. */
export function isErrno(thrown: unknown, ...codes: readonly string[]): thrown is Error {
  const code = errnoOf(thrown)
  return code !== undefined && codes.includes(code)
}
