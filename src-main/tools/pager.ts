/** less(1), or the program that the person has in PAGER: a long text at a terminal, a page at a time. */
import { isProgramHere, runAtTerminal } from './run.ts'
import { titles } from './titles/messages.ts'

/** -R: colours as they are. -F: what fits on the screen is printed (less 530). */
const less = ['less', '-R', '-F'] as const

/** Undefined where there is none. */
export function pagerIn(environment: NodeJS.ProcessEnv): readonly [string, ...string[]] | undefined {
  const wanted = environment['PAGER'] ?? ''
  // A name alone: a command of several words would be a shell's.
  if (/^[\w.+-]+$/.test(wanted) && wanted !== 'less' && isProgramHere(wanted)) return [wanted]
  return isProgramHere('less') ? less : undefined
}

/** `text` may come from the other laptop: with LESSSECURE less starts no other program (less(1), SECURITY). */
export function showInPager(
  pager: readonly [string, ...string[]],
  text: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { TERM = '', HOME = '' } = environment
  const env = { TERM, HOME, LESSSECURE: '1', LESSCHARSET: 'utf-8' }
  return runAtTerminal({ title: titles.showText({}), argv: pager, env, input: text })
}
