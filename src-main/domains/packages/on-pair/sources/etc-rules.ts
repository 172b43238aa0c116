/** Which files of apt's sources the person has decided on with a rule for /etc: those are brought, or left, as it says. */
import { readLine, unescapePath } from '../../../../commons/rule-lines/rule-line.ts'

const rulesFile = 'etc.stignore'

interface ReadsFile {
  readFile(file: string): Promise<string | undefined>
}

/** Asked about a path below /etc/apt. A line that cannot be read is the business of whoever copies /etc, who refuses it. */
export async function readAptRules(state: ReadsFile): Promise<(file: string) => boolean> {
  const lines = ((await state.readFile(rulesFile)) ?? '').split('\n').map(readLine)
  const paths = lines.flatMap((line) =>
    line === undefined || 'problem' in line ? [] : [unescapePath(line.pattern)].filter((path) => path !== undefined),
  )
  return (file) => paths.some((path) => `/apt/${file}/`.startsWith(`${path}/`))
}
