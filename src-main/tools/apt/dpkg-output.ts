/** What apt and dpkg print while they set packages up, under LC_ALL=C.UTF-8. Seen with dpkg 1.21 and 1.22. */

const begins =
  /^(?:Setting up |dpkg: dependency problems prevent configuration of |dpkg: error processing package |Processing triggers for )/
const failed = /^dpkg: error processing package ([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)? \(--configure\):$/
const longestLines = 6
const longestCharacters = 600

/** Of each package that could not be set up, what its scripts or dpkg said last; "" where nothing was said. */
export function whyNotSetUp(output: string): ReadonlyMap<string, string> {
  const why = new Map<string, string>()
  let said: string[] = []
  for (const line of output.split(/\r?\n/)) {
    const name = failed.exec(line)?.[1]
    if (name !== undefined) why.set(name, said.slice(-longestLines).join('\n').slice(-longestCharacters))
    if (begins.test(line)) said = []
    else if (line.trim() !== '') said.push(line.trim())
  }
  return why
}
