/**
 * The person's rules for /etc, `~/system-state/etc.stignore`: one path a line, `!/path` for always, `/path` for never.
 * A subset of Syncthing's language in which a line means what it seems to mean; everything cleverer is refused, because
 * there it often means something else (`!/ssh/` tracks nothing, `{a,b}` matches neither).
 */
import { AppError } from '../../kernel/app-error.ts'
import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { findNever } from './never-list.ts'

export const rulesFile = 'etc.stignore'

export interface PersonRule {
  /** Below /etc, with its leading slash: "/sysctl.d/60-dev.conf". A folder means all that is in it. */
  readonly path: BytePath
  readonly decision: 'always' | 'never'
  readonly line: number
}

const header = [
  '// Which files of /etc pc-switcher copies to the other laptop.',
  '// !/path   always: copied at every switch; of a folder, all that is in it',
  '// /path    never: stays as it is on both laptops',
  '// The longer path wins. A file without a rule is asked about and stays as it is. No wildcards; \\ before * ? [ ] { } \\',
]

/** Throws AppError "invalid-rules", which names the line. */
export function parseRules(text: string): readonly PersonRule[] {
  const rules = new Map<BytePath, PersonRule>()
  text.split('\n').forEach((raw, index) => {
    const rule = parseLine(raw, index + 1)
    if (rule === undefined) return
    const earlier = rules.get(rule.path)
    if (earlier !== undefined && earlier.decision !== rule.decision)
      throw invalid(rule.line, raw, `Line ${earlier.line} says the opposite about the same path.`)
    if (earlier === undefined) rules.set(rule.path, rule)
  })
  return [...rules.values()]
}

function parseLine(raw: string, line: number): PersonRule | undefined {
  const text = raw.replace(/\r$/, '')
  if (text.trim() === '' || text.startsWith('//')) return undefined
  const refuse = (why: string): AppError => invalid(line, raw, why)
  if (text !== text.trim()) throw refuse('Take out the spaces at its beginning or end.')
  if (text.startsWith('#')) throw refuse('A comment begins with "//" here.')
  if (text.startsWith('(?')) throw refuse('Prefixes such as (?i) and (?d) are not used here.')
  const decision = text.startsWith('!') ? 'always' : 'never'
  const pattern = decision === 'always' ? text.slice(1) : text
  if (!pattern.startsWith('/')) throw refuse('A path begins with "/", which stands for /etc.')
  const path = unescape(pattern)
  if (path === undefined) throw refuse('No wildcards here: write "\\" before * ? [ ] { } and \\ when the name has one.')
  const problem = problemOf(path)
  if (problem !== undefined) throw refuse(problem)
  const never = findNever(path)
  if (decision === 'always' && never !== undefined) throw refuse(`${never.reason} It is never copied.`)
  return { path: bytePathFromText(path), decision, line }
}

/** Why this cannot be a path of a rule, or undefined. `path` is text. */
export function problemOf(path: string): string | undefined {
  if (!path.startsWith('/')) return 'A path begins with "/", which stands for /etc.'
  if (path === '/') return 'One rule for the whole of /etc would copy what belongs to each laptop.'
  if (path.endsWith('/')) return 'Take out the "/" at its end.'
  if (path !== path.trim()) return 'A name that ends with a space cannot be written as a rule.'
  if (/\p{Cc}|\uFFFD|\uFEFF/u.test(path))
    return 'A name with control characters or broken text cannot be written as a rule.'
  const parts = path.slice(1).split('/')
  return parts.some((part) => part === '' || part === '.' || part === '..')
    ? 'Write the path plainly, without "//", "." and "..".'
    : undefined
}

/** Undefined when a character that means something to Syncthing stands there without its backslash. */
function unescape(pattern: string): string | undefined {
  if (!/^(?:[^\\*?[\]{}]|\\[\\*?[\]{}])*$/.test(pattern)) return undefined
  return pattern.replace(/\\(.)/g, '$1')
}

export function escapePath(path: string): string {
  return path.replace(/[\\*?[\]{}]/g, '\\$&')
}

/** `path` is text. */
export function ruleLine(path: string, decision: PersonRule['decision']): string {
  return `${decision === 'always' ? '!' : ''}${escapePath(path)}`
}

/** The file with each path decided anew, or without a rule; the person's comments and order stay. */
export function changeRules(
  text: string | undefined,
  changes: ReadonlyMap<BytePath, PersonRule['decision'] | 'forget'>,
): string {
  const lines = (text === undefined || text.trim() === '' ? header.join('\n') : text).replace(/\n+$/, '').split('\n')
  const kept = lines.filter((raw, index) => {
    const rule = parseLine(raw, index + 1)
    const change = rule === undefined ? undefined : changes.get(rule.path)
    return change === undefined || change === rule?.decision
  })
  const present = new Set(kept.flatMap((raw, index) => parseLine(raw, index + 1)?.path ?? []))
  const added = [...changes]
    .filter((change): change is [BytePath, PersonRule['decision']] => change[1] !== 'forget' && !present.has(change[0]))
    .map(([path, decision]) => ruleLine(Buffer.from(path, 'latin1').toString('utf8'), decision))
  const changed = `${[...kept, ...added].join('\n')}\n`
  parseRules(changed)
  return changed
}

function invalid(line: number, raw: string, why: string): AppError {
  return new AppError({
    code: 'invalid-rules',
    message: `Line ${line} of ~/system-state/${rulesFile} cannot be used: ${raw.trim().slice(0, 200)}`,
    hint: why,
    details: `${rulesFile}:${line}`,
  })
}
