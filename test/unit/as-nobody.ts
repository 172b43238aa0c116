/** Runs a piece of a test as somebody who may not read everything. It has to be done when it returns: the whole process is somebody else meanwhile. */
export function asNobody<T>(work: () => T): T {
  const { seteuid, setegid } = process
  if (process.getuid?.() !== 0 || seteuid === undefined || setegid === undefined) return work()
  setegid(65_534)
  seteuid(65_534)
  try {
    return work()
  } finally {
    seteuid(0)
    setegid(0)
  }
}
