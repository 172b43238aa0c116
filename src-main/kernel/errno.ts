/** What a failed system call is known by (errno(3)): "ENOENT". Undefined for anything else that was thrown. */
export function errnoOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined
}

/** Whether it is a system call that failed with one of these. */
export function isErrno(thrown: unknown, ...codes: readonly string[]): thrown is Error {
  const code = errnoOf(thrown)
  return code !== undefined && codes.includes(code)
}
