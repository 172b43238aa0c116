/** What a file of apt's settings says, as it may be shown: a proxy's address may hold a password. */
import { redactText } from '../../../../kernel/redact.ts'
import { toPlainLine } from '../../../../kernel/terminal-characters.ts'
import { mostLines, type SettingText } from '../verbs.ts'

const longestLine = 300

export function tellSetting(content: string): SettingText {
  const lines = content
    .split('\n')
    .map((line) => toPlainLine(line.replaceAll('\t', '  ')).trimEnd())
    .filter((line) => line.trim() !== '' && !isComment(line))
  return { lines: lines.slice(0, mostLines).map(shown), more: Math.max(0, lines.length - mostLines) }
}

/** apt.conf(5): "#clear" and "#include" are none. */
function isComment(line: string): boolean {
  return /^\s*(?:\/\/|#(?!clear\b|include\b))/.test(line)
}

/** Cut when nothing in it is secret any more. */
function shown(line: string): string {
  const told = withoutSecrets(line)
  return told.length > longestLine ? `${told.slice(0, longestLine)}…` : told
}

const hidden = '[hidden]'

/** A user, a password or a token in an address, what is asked of it, and values of names that say that they are secret. */
function withoutSecrets(line: string): string {
  const bare = line
    .replace(/(?<![^\s"'=])[^\s"'=]*@/g, (word) => `${/^[\w+.-]*:\/\//.exec(word)?.[0] ?? ''}${hidden}@`)
    .replace(/(:\/\/[^\s"'?]*\?)[^\s"';]*/g, `$1${hidden}`)
    .replace(/((?:pass|secret|token|credential|cookie|header)[\w:.-]*\s+)(?:"[^"]*"?|[^\s;]+)/gi, `$1${hidden}`)
  return redactText(bare)
}
